/**
 * The app that runs Camel routes with the Hotline component: what it talks to, what it loads, what
 * it says about itself. The routes are not here but in {@code examples/}.
 */
@NullMarked
package tg.hotline.runner;

import org.jspecify.annotations.NullMarked;
