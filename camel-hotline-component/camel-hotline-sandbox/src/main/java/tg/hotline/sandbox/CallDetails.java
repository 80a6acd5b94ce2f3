package tg.hotline.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import tg.hotline.sandbox.Transcript.Body;
import tg.hotline.sandbox.Transcript.CameIn;
import tg.hotline.sandbox.Transcript.WentOut;

/** What came in with one call and what went out, to be shown: secrets are masked here. */
final class CallDetails {
  private CallDetails() {}

  /** Adds {@code came_in} and {@code went_out} to a call; empty if they are no longer kept. */
  static Optional<ObjectNode> addTo(ObjectNode call, Journal journal, long number) {
    return journal.transcripts().of(number).map(transcript -> add(call, journal, transcript));
  }

  private static ObjectNode add(ObjectNode call, Journal journal, Transcript transcript) {
    CameIn in = transcript.cameIn();
    Masking masking = journal.masking(in);
    ObjectNode cameIn = call.putObject("came_in").put("method", in.method());
    ObjectNode headers = headers(cameIn, in.headers(), masking);
    if (in.accessToken() != null) {
      headers.put("X-API-KEY", Masking.MASK);
    }
    body(cameIn, in.body(), masking);
    ObjectNode wentOut = call.putObject("went_out");
    WentOut out = transcript.wentOut();
    wentOut.put("end", out == null ? "no answer yet" : out.end());
    if (out != null && out.answer() != null) {
      wentOut.put("status", out.answer().status());
      headers(wentOut, out.answer().headers(), masking);
      body(wentOut, out.answer().body(), masking);
    }
    return call;
  }

  private static ObjectNode headers(ObjectNode to, Map<String, String> headers, Masking masking) {
    ObjectNode shown = to.putObject("headers");
    headers.forEach((name, value) -> shown.put(name, masking.apply(value)));
    return shown;
  }

  private static void body(ObjectNode to, Body body, Masking masking) {
    to.put("body", body.shown(masking)).put("length", body.length());
  }
}
