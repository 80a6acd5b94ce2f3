package tg.hotline.topics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static tg.hotline.sandbox.Answer.afterEffect;
import static tg.hotline.sandbox.Answer.changed;
import static tg.hotline.sandbox.Answer.delayed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Answers;
import tg.hotline.sandbox.Certificates;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Phase;
import tg.hotline.sandbox.Seed;

/** What can happen to a call: every answer that was seen behind the API's URL, and every break. */
final class OutcomeCases implements AutoCloseable {

  /**
   * @param otherHost its certificate names another host
   * @param untrusted its certificate is of an authority that the client does not know
   */
  private record Tls(
      SSLContext client, SSLContext server, SSLContext otherHost, SSLContext untrusted) {}

  private static final String JSON = "application/json; charset=utf-8";

  private final ScheduledExecutorService timer;
  private final CompletableFuture<Tls> tls;
  private final HttpTransport transport;
  private final HttpTransport impatient;
  private final List<OutcomeCase> cases = new ArrayList<>();

  OutcomeCases(ScheduledExecutorService timer, Path own, Path foreign) {
    this.timer = timer;
    CompletableFuture<SSLContext> untrusted =
        CompletableFuture.supplyAsync(() -> Certificates.in(foreign))
            .thenApply(made -> made.context(made.server()));
    tls =
        CompletableFuture.supplyAsync(() -> Certificates.in(own))
            .thenApply(
                made ->
                    new Tls(
                        made.context(),
                        made.context(made.server()),
                        made.context(made.serverOfAnotherHost()),
                        untrusted.join()));
    transport = transport(Stage.PATIENCE, null, null);
    impatient = transport(Duration.ofMillis(400), null, null);
    brokenConnections(); // first: these wait
    noConnections();
    rightAnswers();
    refusals();
    notRunning();
    failures();
    strangeAnswers();
    proxies();
    longAndPackedAnswers();
    noTls();
    noTunnel();
  }

  List<OutcomeCase> all() {
    return cases;
  }

  @Override
  public void close() {
    transport.close();
    impatient.close();
  }

  private void rightAnswers() {
    scripted("right call", Ending.DONE, Answer.usual());
    scripted("long workflow", Ending.DONE, delayed(Duration.ofMillis(300)));
    scripted("text/html", Ending.DONE, Answers.HTML);
    scripted(
        "another charset is named",
        Ending.DONE,
        changed(right -> right.header("Content-Type", "application/json; charset=iso-8859-1")));
    scripted(
        "no type", Ending.DONE, changed(right -> Answer.raw(right.status(), null, right.body())));
    scripted("status 500", Ending.DONE, changed(right -> Answer.raw(500, JSON, right.body())));
    scripted("byte order mark", Ending.DONE, changed(right -> right.body("\ufeff" + right.body())));
    scripted("another echo", Ending.DONE, body("llo", "lp"));
    scripted("group with -100", Ending.DONE, body("\"2101", "\"-1002101"));
    scripted("another topic", Ending.ANOTHER_TOPIC, body("5343", "5344"))
        .ofSend(Ending.DONE)
        .effect(true);
    scripted("another group", Ending.ANOTHER_TOPIC, body("\"2101", "\"3101"))
        .ofSend(Ending.DONE)
        .effect(true);
    front(
            "after 100 and 103",
            Ending.DONE,
            Front.answer(
                request ->
                    join(
                        ascii("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"),
                        http("", right(request)))))
        .effect(false);
    scripted("cut after the answer", Ending.DONE, Answer.cutAfterAnswer());
  }

  private void refusals() {
    started(
            "wrong access token",
            Ending.REFUSED_BY_STATUS,
            stage -> stage.sandbox.accessToken("another"))
        .lasting();
    add(
            "unknown topic or user",
            Ending.REFUSED,
            () ->
                stage(
                    HotlineSandbox.builder()
                        .seed(new Seed(Seed.ACCESS_TOKEN, Seed.standard().connections(), List.of()))
                        .start()))
        .lasting();
    scripted("another result", Ending.REFUSED, json(200, "{\"result\":\"queued\"}"));
    scripted("the other result", Ending.DONE, json(200, "{\"result\":\"topic_info\"}"))
        .ofSend(Ending.REFUSED)
        .effect(false);
    scripted("not JSON", Ending.REFUSED_BY_STATUS, Answers.NOT_JSON);
    for (int status : new int[] {400, 401, 403, 405, 413}) {
      scripted("a page with " + status, Ending.REFUSED_BY_STATUS, Answers.proxy(status));
    }
    front(
        "403 in another charset",
        Ending.REFUSED_BY_STATUS,
        Front.answer(
            request -> join(ascii("HTTP/1.1 403 No\r\nContent-Length: 4\r\n\r\n"), latin("déjà"))));
  }

  private void notRunning() {
    scripted("404, GET", Ending.NOT_REGISTERED, Answers.WRONG_METHOD);
    scripted("404, switched off", Ending.NOT_REGISTERED, Answers.NOT_REGISTERED);
    scripted("404, HTML", Ending.NOT_REGISTERED, Answers.NOT_FOUND);
    started(
            "another path",
            Ending.NOT_REGISTERED,
            stage -> stage.url = stage.sandbox.url().resolve("/other"))
        .lasting();
    phase(Phase.STARTING, Ending.NOT_REGISTERED);
    phase(Phase.LOADING, Ending.NOT_REGISTERED);
    phase(Phase.UPGRADING, Ending.STARTING_UP);
    scripted("starting up", Ending.STARTING_UP, Answers.STARTING_UP);
    scripted("database away", Ending.DATABASE_AWAY, Answers.DATABASE_NOT_READY);
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
    scripted("all items", Ending.ARRAY, Answers.ARRAY).effect(true);
    withAndWithoutEffect("started", Ending.STARTED, Answers.STARTED);
    scripted(
            "started, runs later",
            Ending.STARTED,
            Answer.beforeEffect(Answers.STARTED, Duration.ofMillis(100)))
        .effect(true);
    withAndWithoutEffect("over 16 MiB", Ending.SERVER_FAILED, Answers.TOO_LARGE);
    withAndWithoutEffect("shutting down", Ending.SHUT_DOWN, Answers.SHUTTING_DOWN);
  }

  private void strangeAnswers() {
    scripted("the editor's page", Ending.NOT_JSON, Answers.EDITOR);
    scripted("half of a right answer", Ending.NOT_JSON, json(200, "{\"result\":\"message_se"));
    scripted("JSON and more", Ending.NOT_JSON, json(200, "{\"result\":\"topic_info\"} {}"));
    scripted("result is a number", Ending.ODD_RESULT, json(200, "{\"result\":17}"));
    scripted("result is an object", Ending.ODD_RESULT, json(200, "{\"result\":{\"a\":1}}"));
    scripted("result is null", Ending.STRANGE, json(200, "{\"result\":null}"));
    scripted("no result", Ending.STRANGE, json(200, "{\"ok\":true}"));
    scripted("null", Ending.STRANGE, json(200, "null"));
    for (int status : new int[] {402, 408, 409, 418, 425, 451}) {
      scripted("a page with " + status, Ending.STRANGE, Answers.proxy(status));
    }
    for (int status : new int[] {301, 302, 303, 304, 307, 308}) {
      scripted(
          String.valueOf(status),
          Ending.REDIRECTED,
          Answers.proxy(status).header("Location", "/webhook/topic_action"));
    }
    for (String type : new String[] {"iso-8859-1", "utf-8"}) {
      front(
          "Latin-1 that says it is " + type,
          Ending.NOT_UTF8,
          Front.answer(
              request ->
                  http(
                      "Content-Type: application/json; charset=" + type + "\r\n",
                      latin(right(request, "é")))));
    }
    front(
        "UTF-16",
        Ending.NOT_UTF8,
        Front.answer(request -> http("", right(request, "é").getBytes(UTF_16))));
  }

  private void proxies() {
    for (int status : new int[] {500, 502, 503, 504, 520}) {
      withAndWithoutEffect("a page with " + status, Ending.SERVER_FAILED, Answers.proxy(status));
    }
    scripted("504 and nothing", Ending.SERVER_FAILED, Answer.raw(504, null, ""));
    scripted("429", Ending.TOO_MANY, Answers.proxy(429));
    scripted("429, at once", Ending.TOO_MANY, Answers.tooManyRequests(0));
    scripted("429, in a second", Ending.TOO_MANY, Answers.tooManyRequests(1));
    scripted("429, a date gone by", Ending.TOO_MANY, Answers.tooManyRequests(Instant.EPOCH));
    scripted(
            "429, in an hour",
            Ending.TOO_MANY,
            Answers.tooManyRequests(Instant.now().plusSeconds(3600)))
        .once();
    for (String absurd : new String[] {"99999999999999999999", "-5", "soon", ""}) {
      scripted(
              "429, Retry-After '" + absurd + "'",
              Ending.TOO_MANY,
              Answers.proxy(429).header("Retry-After", absurd))
          .once();
    }
    scripted("407", Ending.PROXY_PASSWORD, Answers.proxy(407));
  }

  private void longAndPackedAnswers() {
    String tooLong = "x".repeat((1 << 20) + 1);
    scripted("too long", Ending.TOO_LONG, json(200, tooLong));
    scripted("too long, in chunks", Ending.TOO_LONG, new Answer.Raw(200, Map.of(), tooLong, true));
    front("without end", Ending.TOO_LONG, OutcomeCases::endlessBody);
    scripted("just short enough", Ending.NOT_JSON, json(200, tooLong.substring(1)));
    packed("gzip", Ending.DONE, "gzip", request -> gzip(right(request))).effect(false);
    packed("x-gzip", Ending.DONE, "X-GZIP", request -> gzip(right(request))).effect(false);
    packed("identity", Ending.DONE, "identity", OutcomeCases::right).effect(false);
    packed("gzip, refused", Ending.REFUSED, "gzip", request -> gzip(utf8("{\"result\":\"no\"}")));
    packed("gzip bomb", Ending.PACKED, "gzip", request -> gzip(new byte[20 << 20]));
    packed("not gzip", Ending.PACKED, "gzip", OutcomeCases::right);
    packed("half of gzip", Ending.PACKED, "gzip", request -> half(gzip(right(request))));
    packed("brotli", Ending.PACKED, "br", OutcomeCases::right);
    packed("twice", Ending.PACKED, "gzip, gzip", request -> gzip(gzip(right(request))));
    packed("said to be gzip, but empty", Ending.EMPTY, "gzip", request -> new byte[0]);
  }

  private void brokenConnections() {
    scripted("cut after the request", Ending.BROKEN, Answer.cut());
    scripted("cut after the effect", Ending.BROKEN, Answer.cutAfterEffect()).effect(true);
    scripted("reset", Ending.BROKEN, Answer.reset());
    scripted("reset after the effect", Ending.BROKEN, afterEffect(Answer.reset())).effect(true);
    scripted("cut after the head", Ending.BROKEN, Answer.cutWithin(0)).effect(true);
    scripted("cut within the body", Ending.BROKEN, Answer.cutWithin(30)).effect(true);
    scripted("request cut after its head", Ending.BROKEN, Answer.cutRequest(0));
    scripted("request cut within", Ending.BROKEN, Answer.cutRequest(20));
    add(
            "long request cut within",
            Ending.BROKEN,
            () -> {
              Stage stage = stage();
              stage.padding = 8 << 20; // more than the system takes before the other end reads
              return stage.behind(
                  socket -> {
                    socket.getInputStream().readNBytes(10_000);
                    socket.setSoLinger(true, 0);
                    socket.close();
                  });
            })
        .once();
    for (String answer :
        new String[] {
          "",
          "HTTP/1.1 200 OK\r\nContent-Le",
          "HTTP/1.1 100 Continue\r\n\r\n",
          "SSH-2.0-OpenSSH_9.2\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nmany\r\n{}",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"
        }) {
      front(
          "answers '" + answer.replace("\r\n", "⏎") + "'",
          Ending.BROKEN,
          Front.answer(request -> ascii(answer)));
    }
    front("head without end", Ending.BROKEN, OutcomeCases::endlessHead);
    started("hangs", Ending.TOO_LATE, stage -> stage.hasty().sandbox.answerNext(Answer.hang()));
    started(
            "answers too late",
            Ending.TOO_LATE,
            stage -> stage.hasty().sandbox.answerNext(delayed(Stage.HASTE.plusMillis(300))))
        .effect(true);
    front("closes at once", Ending.BROKEN, socket -> {}).or(Ending.NEVER_LEFT);
  }

  private void noConnections() {
    started(
        "refused",
        Ending.NEVER_LEFT,
        stage -> {
          stage.sandbox.phase(Phase.STOPPED);
          stage.heal = () -> stage.sandbox.phase(Phase.RUNNING);
        });
    started(
            "unknown host",
            Ending.NEVER_LEFT,
            stage -> stage.url = URI.create("http://hotline.invalid/"))
        .lasting();
    add("connectTimeout", Ending.NEVER_LEFT, () -> stage(impatient).full());
    add(
        "requestTimeout before there is a connection",
        Ending.NEVER_LEFT,
        () -> stage().hasty().full());
  }

  private void noTls() {
    add(
        "speaks no TLS",
        Ending.NEVER_LEFT,
        () -> {
          HotlineSandbox plain = HotlineSandbox.start();
          return tlsStage().with(plain).behind(Front.relay(plain.port()));
        });
    for (boolean otherHost : new boolean[] {true, false}) {
      add(
          otherHost ? "certificate of another host" : "certificate of nobody known",
          Ending.NEVER_LEFT,
          () -> {
            SSLContext context = otherHost ? tls.join().otherHost() : tls.join().untrusted();
            HotlineSandbox wrong = HotlineSandbox.builder().tls(context).start();
            return tlsStage().with(wrong).behind(Front.relay(wrong.port()));
          });
    }
    add("closes instead of a handshake", Ending.NEVER_LEFT, () -> tlsStage().behind(socket -> {}));
    add(
        "silent instead of a handshake",
        Ending.NEVER_LEFT,
        () ->
            tlsStage(Duration.ofSeconds(1), null)
                .behind(socket -> socket.getInputStream().readAllBytes()));
  }

  private void noTunnel() {
    tunnel(
        "proxy: 407", Ending.PROXY_PASSWORD, ascii("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n"));
    for (int status : new int[] {403, 429, 502, 503}) {
      tunnel(
          "proxy: " + status,
          Ending.PROXY_REFUSED,
          ascii("HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n"));
    }
    tunnel(
        "proxy: a right answer",
        Ending.PROXY_REFUSED,
        join(
            ascii("HTTP/1.1 403 No\r\nContent-Length: 25\r\n\r\n"),
            utf8("{\"result\":\"message_sent\"}")));
    tunnel("proxy: closes", Ending.NEVER_LEFT, new byte[0]);
  }

  private OutcomeCase add(String name, Ending ending, OutcomeCase.Play play) {
    OutcomeCase added = new OutcomeCase(name, ending, play);
    cases.add(added);
    return added;
  }

  private OutcomeCase started(String name, Ending ending, Consumer<Stage> change) {
    return add(
        name,
        ending,
        () -> {
          Stage stage = stage();
          change.accept(stage);
          return stage;
        });
  }

  private OutcomeCase scripted(String name, Ending ending, Answer answer) {
    return started(name, ending, stage -> stage.sandbox.answerNext(answer));
  }

  private void withAndWithoutEffect(String name, Ending ending, Answer answer) {
    scripted(name, ending, answer);
    scripted(name + ", after the effect", ending, afterEffect(answer)).effect(true);
  }

  private void phase(Phase phase, Ending ending) {
    started(
        phase.toString(),
        ending,
        stage -> {
          stage.sandbox.phase(phase);
          stage.heal = () -> stage.sandbox.phase(Phase.RUNNING);
        });
  }

  private OutcomeCase front(String name, Ending ending, Front.Act act) {
    return add(name, ending, () -> stage().behind(act));
  }

  private OutcomeCase packed(String name, Ending ending, String coding, Front.Answerer body) {
    return front(
        name,
        ending,
        Front.answer(
            request -> http("Content-Encoding: " + coding + "\r\n", body.answer(request))));
  }

  private void tunnel(String name, Ending ending, byte[] refusal) {
    add(
        name,
        ending,
        () -> {
          HotlineSandbox sandbox = HotlineSandbox.builder().tls(tls.join().server()).start();
          Front proxy =
              Front.playing(Front.answer(request -> refusal), Front.tunnel(sandbox.port()));
          Stage stage =
              tlsStage(sandbox, Stage.PATIENCE, new Proxy("127.0.0.1", proxy.port(), null, null));
          return stage.closing(proxy::close);
        });
  }

  private Stage stage() {
    return stage(transport);
  }

  private static Stage stage(HttpTransport transport) {
    return new Stage(HotlineSandbox.start(), transport);
  }

  private Stage stage(HotlineSandbox sandbox) {
    return new Stage(sandbox, transport);
  }

  private Stage tlsStage() {
    return tlsStage(Stage.PATIENCE, null);
  }

  private Stage tlsStage(Duration connectTimeout, @Nullable Proxy proxy) {
    return tlsStage(
        HotlineSandbox.builder().tls(tls.join().server()).start(), connectTimeout, proxy);
  }

  private Stage tlsStage(HotlineSandbox sandbox, Duration connectTimeout, @Nullable Proxy proxy) {
    HttpTransport own = transport(connectTimeout, tls.join().client(), proxy);
    return new Stage(sandbox, own).closing(own::close);
  }

  private HttpTransport transport(
      Duration connectTimeout, @Nullable SSLContext context, @Nullable Proxy proxy) {
    return new HttpTransport(new HttpTransport.Settings(connectTimeout, context, proxy), timer);
  }

  private static Answer json(int status, String body) {
    return Answer.raw(status, JSON, body);
  }

  /** The right answer, in which something reads otherwise. */
  private static Answer body(String is, String becomes) {
    return changed(right -> right.body(right.body().replace(is, becomes)));
  }

  private static byte[] right(String request) {
    return utf8(right(request, ""));
  }

  private static String right(String request, String note) {
    String result = request.contains("info_by_topic") ? "topic_info" : "message_sent";
    return "{\"result\":\"" + result + "\",\"note\":\"" + note + "\"}";
  }

  private static byte[] http(String headers, byte[] body) {
    return join(
        ascii("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n"),
        body);
  }

  private static void endlessBody(Socket socket) throws IOException {
    Front.readRequest(socket.getInputStream());
    socket.getOutputStream().write(ascii("HTTP/1.1 200 OK\r\n\r\n"));
    endless(socket);
  }

  private static void endlessHead(Socket socket) throws IOException {
    Front.readRequest(socket.getInputStream());
    socket.getOutputStream().write(ascii("HTTP/1.1 200 OK\r\nX: "));
    endless(socket);
  }

  private static void endless(Socket socket) throws IOException {
    byte[] more = ascii("x".repeat(8192));
    while (true) { // until the other end hangs up
      socket.getOutputStream().write(more);
    }
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static byte[] half(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  private static byte[] join(byte[] one, byte[] two) {
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] latin(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
