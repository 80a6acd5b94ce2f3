package tg.hotline.sandbox;

import java.time.LocalDateTime;

/**
 * One topic as it is at one moment.
 *
 * @param connection the connection that leads it
 * @param dialog who it is about
 * @param status the status now
 * @param lastDate the date now
 */
record Topic(Connection connection, Dialog dialog, String status, LocalDateTime lastDate) {

  static Topic of(Connection connection, Dialog dialog) {
    return new Topic(connection, dialog, dialog.status(), dialog.lastDate());
  }

  Topic with(String newStatus, LocalDateTime newLastDate) {
    return new Topic(connection, dialog, newStatus, newLastDate);
  }

  /** The operators' group as Telegram numbers chats. */
  String chatId() {
    return "-100" + connection.groupId();
  }

  /** By which Telegram opens it; {@code topic_link} in answers. */
  String link() {
    return "https://t.me/c/" + connection.groupId() + "/" + dialog.topicId();
  }

  /** As in the vendor's example: topic 5343 is thread 5602541568. */
  long threadId() {
    return dialog.topicId() << 20;
  }
}
