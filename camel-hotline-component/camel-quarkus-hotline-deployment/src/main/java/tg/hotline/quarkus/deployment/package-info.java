/** What Quarkus does with the extension when it builds an app, and the dev service. */
@NullMarked
package tg.hotline.quarkus.deployment;

import org.jspecify.annotations.NullMarked;
