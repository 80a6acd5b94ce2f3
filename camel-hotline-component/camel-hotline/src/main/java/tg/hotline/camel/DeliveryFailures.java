package tg.hotline.camel;

import org.jspecify.annotations.Nullable;
import tg.hotline.topics.IncomingInTopic;
import tg.hotline.topics.Outcome;
import tg.hotline.topics.TopicsResult.Failure;

/**
 * Tells how a text ended that was not sent to its end. How its last part ended, surely not sent or
 * refused, is how the text ended only while nothing of it may have arrived. Pure.
 */
final class DeliveryFailures {

  private DeliveryFailures() {}

  /**
   * A part was tried and failed.
   *
   * @param sent how many parts before it were sent
   * @param before how an earlier try of it ended, if it may have been sent then
   */
  static HotlineException failed(
      OutgoingText text, int sent, @Nullable Failure<?> before, Failure<?> failure) {
    int parts = text.parts().size();
    boolean unknown = failure.outcome() == Outcome.UNKNOWN;
    HotlineException exception;
    if (sent == 0 && (before == null || unknown)) {
      exception =
          HotlineException.of(what(text) + (parts == 1 ? "" : ", " + part(text, sent)), failure);
    } else {
      String how =
          what(text)
              + ": "
              + part(text, sent)
              + state(failure.outcome())
              + because(failure)
              + (before == null || unknown
                  ? ""
                  : ", but may have been sent by an earlier try" + because(before));
      String rest =
          "; %s: sending the whole text again would repeat %s; a redelivery of this exchange goes on with part %d%s"
              .formatted(
                  sent == 1 ? "part 1 was" : "parts 1 to " + sent + " were",
                  sent == 1 ? "it" : "them",
                  sent + 1,
                  before == null && !unknown ? "" : " if resendUnknown=true");
      exception =
          new HotlineDeliveryUnknownException(
              sent == 0 ? "May or may not have been done: " : "Sent in part: ",
              how + (sent == 0 ? "" : rest),
              failure.status(),
              failure.cause());
    }
    return exception.ofParts(parts, sent);
  }

  /** A part may have been sent by an earlier try, and is not tried again. */
  static HotlineException notAgain(OutgoingText text, int sent, Failure<?> before) {
    return new HotlineDeliveryUnknownException(
            what(text)
                + ": not sent again: "
                + part(text, sent)
                + state(before.outcome())
                + because(before)
                + "; set resendUnknown=true to send it in spite of that",
            before.status(),
            before.cause())
        .ofParts(text.parts().size(), sent);
  }

  /** A copy of the exchange, made after an earlier try had failed, goes on with the text. */
  static HotlineException sentElsewhere(OutgoingText text, int sent) {
    return new HotlineDeliveryUnknownException(
            what(text) + ": not sent again: another copy of the exchange sends the rest", 0, null)
        .ofParts(text.parts().size(), sent);
  }

  /** A redelivery cannot read any more what it is to send again. */
  static HotlineException unreadable(RuntimeException input) {
    return new HotlineDeliveryUnknownException(
        "an earlier try may have sent it, or parts of it, and it cannot be read again: "
            + input.getMessage(),
        0,
        input);
  }

  private static String what(OutgoingText text) {
    IncomingInTopic any = text.parts().get(0);
    return any.action() + " for " + any.subject();
  }

  private static String part(OutgoingText text, int sent) {
    int parts = text.parts().size();
    return parts == 1 ? "it" : "part " + (sent + 1) + " of " + parts;
  }

  private static String state(Outcome outcome) {
    return switch (outcome) {
      case NOT_SENT -> " was not sent";
      case REJECTED -> " was refused";
      default -> " may have been sent";
    };
  }

  private static String because(Failure<?> failure) {
    return " (" + failure.reason() + ")";
  }
}
