@NullMarked
package tg.hotline.quarkus.it;

import org.jspecify.annotations.NullMarked;
