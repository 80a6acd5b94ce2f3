@NullMarked
package tg.hotline.springboot;

import org.jspecify.annotations.NullMarked;
