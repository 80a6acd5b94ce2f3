package tg.hotline.topics;

import static java.nio.charset.StandardCharsets.UTF_16;
import static tg.hotline.sandbox.Answer.afterEffect;
import static tg.hotline.sandbox.Answer.changed;
import static tg.hotline.sandbox.Answer.delayed;
import static tg.hotline.topics.Bytes.ascii;
import static tg.hotline.topics.Bytes.gzip;
import static tg.hotline.topics.Bytes.half;
import static tg.hotline.topics.Bytes.http;
import static tg.hotline.topics.Bytes.join;
import static tg.hotline.topics.Bytes.latin;
import static tg.hotline.topics.Bytes.right;
import static tg.hotline.topics.Bytes.utf8;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Answers;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Phase;
import tg.hotline.sandbox.Seed;

/** Every answer that was seen behind the API's URL, and stranger ones. */
final class AnswerCases {

  private static final String JSON = "application/json; charset=utf-8";

  private static final String SENT = "{\"result\":\"message_sent\"}";
  private static final String DOUBLED =
      "{\"result\":\"error\",\"message\":\"héllo ✓\",\"result\":\"message_sent\"}";

  private final OutcomeCases cases;

  AnswerCases(OutcomeCases cases) {
    this.cases = cases;
  }

  void add() {
    rightAnswers();
    refusals();
    notRunning();
    failures();
    strangeAnswers();
    proxies();
    longAndPackedAnswers();
  }

  private void rightAnswers() {
    cases.scripted("right call", Ending.DONE, Answer.usual());
    cases.scripted("long workflow", Ending.DONE, delayed(Duration.ofMillis(300)));
    cases.scripted("text/html", Ending.DONE, Answers.HTML);
    cases.scripted(
        "another charset is named",
        Ending.DONE,
        changed(right -> right.header("Content-Type", "application/json; charset=iso-8859-1")));
    cases.scripted(
        "no type", Ending.DONE, changed(right -> Answer.raw(right.status(), null, right.body())));
    cases.scripted(
        "status 500", Ending.DONE, changed(right -> Answer.raw(500, JSON, right.body())));
    cases.scripted(
        "byte order mark", Ending.DONE, changed(right -> right.body("\ufeff" + right.body())));
    cases
        .scripted("another echo", Ending.DONE, body("llo", "lp"))
        .ofSend(Ending.ANOTHER_TEXT)
        .effect(true);
    cases.scripted(
        "an echo in other characters", Ending.DONE, body("héllo ✓", "he\u0301llo&nbsp;\u2713 "));
    cases.scripted("an echo that is no text", Ending.DONE, body("\"héllo ✓\"", "[]"));
    for (int status : new int[] {302, 403, 404, 407, 410, 429}) {
      cases.scripted(
          "status " + status,
          Ending.DONE,
          changed(right -> Answer.raw(status, JSON, right.body())));
    }
    cases.scripted("group with -100", Ending.DONE, body("\"2101", "\"-1002101"));
    cases
        .scripted("another topic", Ending.ANOTHER_TOPIC, body("5343", "5344"))
        .ofSend(Ending.DONE)
        .effect(true);
    cases
        .scripted("another group", Ending.ANOTHER_TOPIC, body("\"2101", "\"3101"))
        .ofSend(Ending.DONE)
        .effect(true);
    cases
        .front(
            "after 100 and 103",
            Ending.DONE,
            Front.answer(
                request ->
                    join(
                        ascii("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"),
                        http("", right(request)))))
        .effect(false);
    cases.scripted("cut after the answer", Ending.DONE, Answer.cutAfterAnswer());
  }

  private void refusals() {
    cases
        .started(
            "wrong access token",
            Ending.REFUSED_BY_STATUS,
            stage -> stage.sandbox.accessToken("another"))
        .lasting();
    cases
        .add(
            "unknown topic or user",
            Ending.REFUSED,
            () ->
                cases.stage(
                    HotlineSandbox.builder()
                        .seed(
                            new Seed(
                                Seed.ACCESS_TOKEN,
                                Seed.standard().connections(),
                                List.of(),
                                List.of()))
                        .start()))
        .lasting();
    cases.scripted("another result", Ending.REFUSED, json(200, "{\"result\":\"queued\"}"));
    cases
        .scripted("the other result", Ending.DONE, json(200, "{\"result\":\"topic_info\"}"))
        .ofSend(Ending.ODD_RESULT)
        .effect(false);
    cases
        .scripted("the other other result", Ending.ODD_RESULT, json(200, SENT))
        .ofSend(Ending.DONE)
        .effect(false);
    cases.scripted("a refusal with 404", Ending.REFUSED, json(404, "{\"result\":\"error\"}"));
    cases.scripted(
        "403, a step failed", Ending.REFUSED_BY_STATUS, json(403, Answers.STEP_FAILED.body()));
    cases.scripted("not JSON", Ending.REFUSED_BY_STATUS, Answers.NOT_JSON);
    for (int status : new int[] {400, 401, 403, 405, 413}) {
      cases.scripted("a page with " + status, Ending.REFUSED_BY_STATUS, Answers.proxy(status));
    }
    cases.front(
        "403 in another charset",
        Ending.REFUSED_BY_STATUS,
        Front.answer(
            request -> join(ascii("HTTP/1.1 403 No\r\nContent-Length: 4\r\n\r\n"), latin("déjà"))));
  }

  private void notRunning() {
    cases.scripted("404, GET", Ending.NOT_REGISTERED, Answers.WRONG_METHOD);
    cases.scripted("404, switched off", Ending.NOT_REGISTERED, Answers.NOT_REGISTERED);
    cases.scripted("404, HTML", Ending.NOT_REGISTERED, Answers.NOT_FOUND);
    cases
        .started(
            "another path",
            Ending.NOT_REGISTERED,
            stage -> stage.url = stage.sandbox.url().resolve("/other"))
        .lasting();
    phase(Phase.STARTING, Ending.NOT_REGISTERED);
    phase(Phase.LOADING, Ending.NOT_REGISTERED);
    phase(Phase.UPGRADING, Ending.STARTING_UP);
    cases.scripted(
        "404, a step failed", Ending.NOT_REGISTERED, json(404, Answers.STEP_FAILED.body()));
    cases.scripted("404, packed by a proxy", Ending.NOT_REGISTERED, packedPage(404));
    cases.scripted("starting up", Ending.STARTING_UP, Answers.STARTING_UP);
    String page = "<!DOCTYPE html><html>\n <h1> n8n is\n starting up</h1></html>";
    cases.scripted("starting up, a page with 503", Ending.STARTING_UP, html(503, page));
    withAndWithoutEffect("500, starting up", Ending.SERVER_FAILED, html(500, page));
    withAndWithoutEffect("504, starting up", Ending.SERVER_FAILED, html(504, page));
    withAndWithoutEffect("201, starting up", Ending.NOT_JSON, html(201, page));
    withAndWithoutEffect(
        "quotes the message",
        Ending.NOT_JSON,
        html(200, "<p>Noted: n8n is starting up, says the customer</p>"));
    cases.scripted("database away", Ending.DATABASE_AWAY, Answers.DATABASE_NOT_READY);
    String notReady = Answers.DATABASE_NOT_READY.body();
    withAndWithoutEffect("200, database away", Ending.STRANGE, json(200, notReady));
    withAndWithoutEffect("500, database away", Ending.SERVER_FAILED, json(500, notReady));
  }

  private void failures() {
    withAndWithoutEffect("a step fails: empty", Ending.EMPTY, Answers.EMPTY);
    withAndWithoutEffect("a step fails: 500", Ending.STEP_FAILED, Answers.ERROR_IN_WORKFLOW);
    withAndWithoutEffect("a step fails: 500, too", Ending.STEP_FAILED, Answers.EXECUTION_FAILED);
    withAndWithoutEffect("goes on after an error", Ending.STEP_FAILED, Answers.STEP_FAILED);
    withAndWithoutEffect("error as object", Ending.STEP_FAILED, Answers.STEP_FAILED_OBJECT);
    withAndWithoutEffect("{}", Ending.EMPTY, Answers.EMPTY_OBJECT);
    withAndWithoutEffect("[]", Ending.EMPTY, Answers.EMPTY_ARRAY);
    withAndWithoutEffect("204", Ending.EMPTY, Answers.NO_CONTENT);
    withAndWithoutEffect("no item", Ending.SERVER_FAILED, Answers.NO_ITEM);
    cases.scripted("all items", Ending.ARRAY, Answers.ARRAY).effect(true);
    withAndWithoutEffect("started", Ending.STARTED, Answers.STARTED);
    for (int status : new int[] {202, 403, 404, 407, 422, 429, 503}) {
      withAndWithoutEffect(
          "started, " + status, Ending.STARTED, json(status, Answers.STARTED.body()));
    }
    cases
        .scripted(
            "started, runs later",
            Ending.STARTED,
            Answer.beforeEffect(Answers.STARTED, Duration.ofMillis(100)))
        .effect(true);
    withAndWithoutEffect("over 16 MiB", Ending.SERVER_FAILED, Answers.TOO_LARGE);
    withAndWithoutEffect("shutting down", Ending.SHUT_DOWN, Answers.SHUTTING_DOWN);
  }

  private void strangeAnswers() {
    cases.scripted("the editor's page", Ending.NOT_JSON, Answers.EDITOR);
    cases.scripted(
        "half of a right answer", Ending.NOT_JSON, json(200, "{\"result\":\"message_se"));
    cases.scripted("JSON and more", Ending.NOT_JSON, json(200, "{\"result\":\"topic_info\"} {}"));
    cases.scripted("result is a number", Ending.ODD_RESULT, json(200, "{\"result\":17}"));
    cases.scripted("result is an object", Ending.ODD_RESULT, json(200, "{\"result\":{\"a\":1}}"));
    cases.scripted("result is null", Ending.ODD_RESULT, json(200, "{\"result\":null}"));
    for (String odd : new String[] {"", " ", "MESSAGE_SENT", " message_sent", "Topic_Info\\n"}) {
      withAndWithoutEffect(
          "result is '" + odd + "'", Ending.ODD_RESULT, json(200, "{\"result\":\"" + odd + "\"}"));
    }
    for (int status : new int[] {403, 404, 407, 429, 503}) {
      withAndWithoutEffect(
          "result is true, " + status, Ending.ODD_RESULT, json(status, "{\"result\":true}"));
    }
    for (int status : new int[] {500, 502, 504}) {
      withAndWithoutEffect(
          "result with " + status, Ending.ODD_RESULT, json(status, "{\"result\":\"timeout\"}"));
    }
    for (int status : new int[] {200, 404, 422, 429, 500}) {
      withAndWithoutEffect("two results, " + status, Ending.DOUBLED, json(status, DOUBLED));
    }
    cases
        .scripted(
            "the same field twice, deep in",
            Ending.DOUBLED,
            changed(
                right ->
                    right.body(right.body().replace("{", "{\"x\":[{\"a\":1,\"\\u0061\":1}],"))))
        .effect(true);
    cases.scripted("no result", Ending.STRANGE, json(200, "{\"ok\":true}"));
    cases.scripted("null", Ending.STRANGE, json(200, "null"));
    for (int status : new int[] {402, 408, 409, 410, 418, 425, 451}) {
      cases.scripted("a page with " + status, Ending.STRANGE, Answers.proxy(status));
    }
    for (int status : new int[] {301, 302, 303, 304, 307, 308}) {
      cases.scripted(
          String.valueOf(status),
          Ending.REDIRECTED,
          Answers.proxy(status).header("Location", "/webhook/topic_action"));
    }
    for (String type : new String[] {"iso-8859-1", "utf-8"}) {
      cases.front(
          "Latin-1 that says it is " + type,
          Ending.NOT_UTF8,
          Front.answer(
              request ->
                  http(
                      "Content-Type: application/json; charset=" + type + "\r\n",
                      latin(right(request, "é")))));
    }
    cases.front(
        "UTF-16",
        Ending.NOT_UTF8,
        Front.answer(request -> http("", right(request, "é").getBytes(UTF_16))));
  }

  private void proxies() {
    for (int status : new int[] {500, 502, 503, 504, 520}) {
      withAndWithoutEffect("a page with " + status, Ending.SERVER_FAILED, Answers.proxy(status));
    }
    cases
        .scripted(
            "503, Retry-After",
            Ending.SERVER_FAILED,
            afterEffect(Answers.proxy(503).header("Retry-After", "1")))
        .effect(true)
        .once();
    cases.scripted("504 and nothing", Ending.SERVER_FAILED, Answer.raw(504, null, ""));
    cases.scripted("429", Ending.TOO_MANY, Answers.proxy(429));
    cases.scripted("429, packed", Ending.TOO_MANY, packedPage(429));
    cases.scripted("429, at once", Ending.TOO_MANY, Answers.tooManyRequests(0));
    cases.scripted("429, in a second", Ending.TOO_MANY, Answers.tooManyRequests(1));
    cases.scripted("429, a date gone by", Ending.TOO_MANY, Answers.tooManyRequests(Instant.EPOCH));
    cases
        .scripted(
            "429, in an hour",
            Ending.TOO_MANY,
            Answers.tooManyRequests(Instant.now().plusSeconds(3600)))
        .once();
    for (String absurd : new String[] {"99999999999999999999", "-5", "soon", ""}) {
      cases
          .scripted(
              "429, Retry-After '" + absurd + "'",
              Ending.TOO_MANY,
              Answers.proxy(429).header("Retry-After", absurd))
          .once();
    }
    cases.scripted("407", Ending.PROXY_PASSWORD, Answers.proxy(407));
  }

  private void longAndPackedAnswers() {
    String tooLong = "x".repeat((1 << 20) + 1);
    cases.scripted("too long", Ending.TOO_LONG, json(200, tooLong));
    cases.scripted(
        "too long, in chunks", Ending.TOO_LONG, new Answer.Raw(200, Map.of(), tooLong, true));
    cases.front("without end", Ending.TOO_LONG, AnswerCases::endlessBody);
    cases.scripted("just short enough", Ending.NOT_JSON, json(200, tooLong.substring(1)));
    packed("gzip", Ending.DONE, "gzip", request -> gzip(right(request))).effect(false);
    packed("x-gzip", Ending.DONE, "X-GZIP", request -> gzip(right(request))).effect(false);
    packed("identity", Ending.DONE, "identity", Bytes::right).effect(false);
    packed("gzip, refused", Ending.REFUSED, "gzip", request -> gzip(utf8("{\"result\":\"no\"}")));
    packed("gzip bomb", Ending.PACKED, "gzip", request -> gzip(new byte[20 << 20]));
    packed("not gzip", Ending.PACKED, "gzip", Bytes::right);
    packed("half of gzip", Ending.PACKED, "gzip", request -> half(gzip(right(request))));
    packed("brotli", Ending.PACKED, "br", Bytes::right);
    for (int status : new int[] {200, 302, 418, 500, 502, 503}) {
      withAndWithoutEffect("packed, " + status, Ending.PACKED, packedPage(status));
    }
    packed("twice", Ending.PACKED, "gzip, gzip", request -> gzip(gzip(right(request))));
    packed("said to be gzip, but empty", Ending.EMPTY, "gzip", request -> new byte[0]);
  }

  private void withAndWithoutEffect(String name, Ending ending, Answer answer) {
    cases.scripted(name, ending, answer);
    cases.scripted(name + ", after the effect", ending, afterEffect(answer)).effect(true);
  }

  private void phase(Phase phase, Ending ending) {
    cases.started(
        phase.toString(),
        ending,
        stage -> {
          stage.sandbox.phase(phase);
          stage.heal = () -> stage.sandbox.phase(Phase.RUNNING);
        });
  }

  private OutcomeCase packed(String name, Ending ending, String coding, Front.Answerer body) {
    return cases.front(
        name,
        ending,
        Front.answer(
            request -> http("Content-Encoding: " + coding + "\r\n", body.answer(request))));
  }

  /** Packed in a way that is not known here, or so it says. */
  private static Answer.Raw packedPage(int status) {
    return Answers.proxy(status).header("Content-Encoding", "br");
  }

  private static Answer html(int status, String page) {
    return Answer.raw(status, "text/html; charset=utf-8", page);
  }

  private static Answer json(int status, String body) {
    return Answer.raw(status, JSON, body);
  }

  /** The right answer, in which something reads otherwise. */
  private static Answer body(String is, String becomes) {
    return changed(right -> right.body(right.body().replace(is, becomes)));
  }

  private static void endlessBody(Socket socket) throws IOException {
    Front.readRequest(socket.getInputStream());
    socket.getOutputStream().write(ascii("HTTP/1.1 200 OK\r\n\r\n"));
    Bytes.writeForEver(socket);
  }
}
