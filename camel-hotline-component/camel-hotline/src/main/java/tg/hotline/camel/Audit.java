package tg.hotline.camel;

import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the auditors. Thread-safe. */
final class Audit {

  /** Each line of it is an {@link AuditEvent#toJson()}. */
  static final Logger LINES = LoggerFactory.getLogger("tg.hotline.audit");

  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

  private final List<HotlineAuditor> auditors;

  Audit(Set<HotlineAuditor> auditors) {
    this.auditors = List.copyOf(auditors);
  }

  /** Whether there is anybody to tell. */
  boolean isHeard() {
    return !auditors.isEmpty() || LINES.isInfoEnabled();
  }

  void tell(AuditEvent event) {
    if (LINES.isInfoEnabled()) {
      told("The audit's log", () -> LINES.info("{}", event)); // written by who wants it as text
    }
    for (HotlineAuditor auditor : auditors) {
      told("An auditor", () -> auditor.audit(event));
    }
  }

  private interface Telling {
    void tell() throws Exception;
  }

  private static void told(String who, Telling telling) {
    try {
      telling.tell();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("{} was interrupted", who);
    } catch (Throwable e) { // somebody else's; the call goes on
      LOG.warn("{} failed", who, e);
    }
  }
}
