/** What README and the pages show, for the tests that run it. Never published. */
@NullMarked
package tg.hotline.docs;

import org.jspecify.annotations.NullMarked;
