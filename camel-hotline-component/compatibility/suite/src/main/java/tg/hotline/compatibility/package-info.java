/**
 * What an application may do with the component, tried from outside: by routes, properties, and
 * Camel's own API. Compiled once and run with every Camel that the component is for.
 */
@NullMarked
package tg.hotline.compatibility;

import org.jspecify.annotations.NullMarked;
