package tg.hotline.camel;

/**
 * Is told of every try to call Hotline. Each bean of this type in Camel's registry when the
 * component starts is told, besides the log.
 */
@FunctionalInterface
public interface HotlineAuditor {

  /**
   * Told of a try once it has ended: the tries of an exchange in their order, one at a time, before
   * the next one begins and before the exchange goes on. Tries of several exchanges are told at the
   * same time, on many threads, so it must be thread-safe.
   *
   * <p>Runs on a thread that routes go on with: as long as it takes, the exchange waits, and no
   * other does. It may write to a database or a queue, but should not take long, and must not call
   * Hotline, which would be told to it too. What it throws is logged and changes nothing: the
   * others are told, and the exchange goes on.
   *
   * @param event what happened
   * @throws Exception for any reason
   */
  void audit(AuditEvent event) throws Exception;
}
