package tg.hotline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tg.hotline.sandbox.Transcript.Body;
import tg.hotline.sandbox.Transcript.CameIn;
import tg.hotline.sandbox.Transcript.WentOut;

class TranscriptsTest {
  private final Transcripts transcripts = new Transcripts();

  @Test
  void theNewestAreKeptAndNoMore() {
    LongStream.rangeClosed(1, 100_000).forEach(number -> transcripts.cameIn(number, came(number)));

    assertThat(LongStream.rangeClosed(0, 100_001).filter(n -> transcripts.of(n).isPresent()))
        .hasSize(Transcripts.KEPT)
        .allMatch(number -> number > 100_000 - Transcripts.KEPT);
    assertThat(transcripts.of(100_000).map(Transcript::cameIn))
        .isEqualTo(Optional.of(came(100_000)));
    assertThat(transcripts.of(-1)).isEmpty();
  }

  @Test
  void whatEndsLateDoesNotTouchTheCallInItsPlace() {
    long later = 1 + Transcripts.KEPT;
    transcripts.cameIn(later, came(later));
    transcripts.cameIn(1, came(1));
    transcripts.wentOut(1, WentOut.CUT);

    assertThat(transcripts.of(1)).isEmpty();
    assertThat(transcripts.of(later)).contains(new Transcript(came(later), null));
    transcripts.wentOut(later, WentOut.RESET);
    assertThat(transcripts.of(later)).contains(new Transcript(came(later), WentOut.RESET));
  }

  @Test
  void noMoreOfABodyIsKeptThanIsShownAndALittle() {
    Body body = Body.of("a".repeat(16 * 1024 * 1024));

    assertThat(body.kept()).hasSizeLessThan(Transcript.SHOWN + 1000);
    assertThat(body.length()).isEqualTo(16 * 1024 * 1024);
  }

  @Test
  void noSecretIsInATextThatSomebodyMightLog() {
    CameIn cameIn = new CameIn("POST", "a-token", Map.of(), Body.of("{\"api_key\":\"a-key\"}"));

    assertThat(new Transcript(cameIn, WentOut.answered(Answer.raw(200, null, "a-key"))).toString())
        .contains("POST", "answered")
        .doesNotContain("a-token", "a-key");
    assertThat(new Request("POST", "a-token", true, "a-key", false).toString())
        .isEqualTo("Request[POST, 5 characters]");
  }

  private static CameIn came(long number) {
    return new CameIn("POST", null, Map.of(), Body.of("{\"n\":" + number + "}"));
  }
}
