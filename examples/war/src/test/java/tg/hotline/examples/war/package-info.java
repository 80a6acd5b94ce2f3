/** The web application in a servlet container, and what the page on ESBs shows. */
@NullMarked
package tg.hotline.examples.war;

import org.jspecify.annotations.NullMarked;
