/**
 * The Endpoint DSL's builders, with every endpoint option by its name and type; Camel's generator
 * makes them in the build, from the component's catalog. Applications that use them add
 * camel-endpointdsl; nothing else here needs it.
 */
@NullMarked
package tg.hotline.camel.dsl;

import org.jspecify.annotations.NullMarked;
