package tg.hotline.sandbox;

import java.time.LocalDateTime;

/**
 * What a topic is about: a {@link Customer} or a {@link Chat}, as the seed has it.
 *
 * <p>Statuses and frontend types are text, not enums, because the service's lists may grow and a
 * client has to survive that; the known ones are constants here.
 */
public sealed interface Dialog permits Customer, Chat {

  /** The customer waits for an answer. */
  String USER_ANSWERED = "user_answered";

  /** The operators answered last. */
  String SUPPORT_ANSWERED = "support_answered";

  /** The dialog is over. */
  String CLOSED = "closed";

  /** The {@link Connection#instance()} whose bot leads this dialog. */
  String instance();

  /** The topic's number within the connection's group; positive. */
  long topicId();

  /** {@code topic_title} in answers. */
  String title();

  /** {@code topic_status} in answers, at the start. */
  String status();

  /** {@code topic_last_date} in answers, at the start; the service gives no zone. */
  LocalDateTime lastDate();
}
