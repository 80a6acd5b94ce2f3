package tg.hotline.camel;

/** What an endpoint does; the path of its URI. */
public enum HotlineOperation {
  /** Looks a topic up: {@code hotline:info}. */
  INFO,
  /** Sends a message to the operators: {@code hotline:send}. */
  SEND
}
