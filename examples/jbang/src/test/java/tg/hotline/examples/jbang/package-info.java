@NullMarked
package tg.hotline.examples.jbang;

import org.jspecify.annotations.NullMarked;
