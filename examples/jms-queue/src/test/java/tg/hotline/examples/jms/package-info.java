/** The app as its user starts it, with a broker and the sandbox. */
@NullMarked
package tg.hotline.examples.jms;

import org.jspecify.annotations.NullMarked;
