/** The app as its user starts it, and the ways to its credentials that the page names. */
@NullMarked
package tg.hotline.examples.main;

import org.jspecify.annotations.NullMarked;
