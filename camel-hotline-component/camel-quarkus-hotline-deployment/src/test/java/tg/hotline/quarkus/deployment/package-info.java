@NullMarked
package tg.hotline.quarkus.deployment;

import org.jspecify.annotations.NullMarked;
