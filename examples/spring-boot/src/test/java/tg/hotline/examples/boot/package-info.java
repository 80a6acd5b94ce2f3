@NullMarked
package tg.hotline.examples.boot;

import org.jspecify.annotations.NullMarked;
