/** The component in Spring Boot: options from its environment, and secrets kept out of Actuator. */
@NullMarked
package tg.hotline.springboot;

import org.jspecify.annotations.NullMarked;
