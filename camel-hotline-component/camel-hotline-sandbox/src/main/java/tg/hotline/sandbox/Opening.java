package tg.hotline.sandbox;

import tg.hotline.sandbox.Message.Author;

/**
 * A message that is there from the start, dated as its topic.
 *
 * @param instance the {@link Connection#instance()} that leads the dialog
 * @param topicId the topic's number within the connection's group
 * @param author who wrote it
 * @param text the text
 */
public record Opening(String instance, long topicId, Author author, String text) {}
