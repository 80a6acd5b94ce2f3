/**
 * A stand-in Hotline that keeps state, to develop and test against: in a test ({@link
 * tg.hotline.sandbox.HotlineSandboxExtension}), in a program ({@link
 * tg.hotline.sandbox.HotlineSandbox}) or as a process of its own ({@link tg.hotline.sandbox.Main}).
 *
 * <p>Right answers are those of the Topics API v1's public pages. The answers around them (403,
 * 404, 422, 500, 503) were observed on n8n 1.115 and 1.123, the workflow engine behind the API's
 * URL. Where neither says anything, the sandbox assumes, and the Javadoc says so.
 */
@NullMarked
package tg.hotline.sandbox;

import org.jspecify.annotations.NullMarked;
