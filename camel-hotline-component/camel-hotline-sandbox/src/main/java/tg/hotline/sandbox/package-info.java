/** A stand-in Hotline that keeps state. */
@NullMarked
package tg.hotline.sandbox;

import org.jspecify.annotations.NullMarked;
