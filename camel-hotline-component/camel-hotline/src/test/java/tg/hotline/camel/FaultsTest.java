package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.junit.jupiter.api.Test;
import tg.hotline.sandbox.Fault;
import tg.hotline.sandbox.Seed;

/** What the sandbox says that a caller can know of its faults is what this caller tells. */
class FaultsTest extends HotlineTestSupport {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Those of which the effect comes after seconds, if any. */
  private static final List<Fault> SLOW = List.of(Fault.SLOW, Fault.SLOW_CUT);

  @Test
  void eachIsToldAsWhatItIs() {
    List<String> wrong = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      sandbox().answerNext(fault.answer());
      Fault.Told told = told(fault);
      if (told != fault.told()) {
        wrong.add(fault + " told " + told);
      }
      if (fault.effect() && !SLOW.contains(fault)) {
        sandbox().awaitMessage(message -> message.text().equals(fault.label()), PATIENCE);
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(sandbox().messages())
        .allMatch(message -> Fault.labelled(message.text()).effect(), "of a fault with effect");
  }

  private Fault.Told told(Fault fault) {
    String timeout = SLOW.contains(fault) ? "150" : "10000";
    try {
      template.sendBodyAndHeaders(
          "hotline:send?maxRetries=0&requestTimeout=" + timeout,
          fault.label(),
          Map.of(HotlineConstants.USER_ID, Seed.USER_ID));
      return Fault.Told.OK;
    } catch (CamelExecutionException e) {
      if (e.getCause() instanceof HotlineNotSentException) {
        return Fault.Told.NOT_SENT;
      }
      if (e.getCause() instanceof HotlineRejectedException) {
        return Fault.Told.REJECTED;
      }
      assertThat(e).hasCauseInstanceOf(HotlineDeliveryUnknownException.class);
      return Fault.Told.UNKNOWN;
    }
  }
}
