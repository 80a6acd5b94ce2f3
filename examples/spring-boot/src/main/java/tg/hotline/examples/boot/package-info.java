/** A service for orders, as it was before, and {@link tg.hotline.examples.boot.Operators}. */
@NullMarked
package tg.hotline.examples.boot;

import org.jspecify.annotations.NullMarked;
