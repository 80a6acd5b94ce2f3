/** The Camel side: what routes, their configuration and their exchanges see of Hotline. */
@NullMarked
package tg.hotline.camel;

import org.jspecify.annotations.NullMarked;
