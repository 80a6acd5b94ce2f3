package tg.hotline.topics;

import static tg.hotline.sandbox.Answer.afterEffect;
import static tg.hotline.sandbox.Answer.delayed;
import static tg.hotline.topics.Bytes.ascii;
import static tg.hotline.topics.Bytes.join;
import static tg.hotline.topics.Bytes.utf8;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Certificates;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.Phase;

/** Every way in which a connection does not come about, or breaks. */
final class ConnectionCases {

  /**
   * @param otherHost its certificate names another host
   * @param untrusted its certificate is of an authority that the client does not know
   */
  private record Tls(
      SSLContext client, SSLContext server, SSLContext otherHost, SSLContext untrusted) {}

  private final OutcomeCases cases;
  private final CompletableFuture<Tls> tls;

  ConnectionCases(OutcomeCases cases, Path own, Path foreign) {
    this.cases = cases;
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
  }

  void add() {
    brokenConnections();
    noConnections();
    noTls();
    noTunnel();
  }

  private void brokenConnections() {
    cases.scripted("cut after the request", Ending.BROKEN, Answer.cut());
    cases.scripted("cut after the effect", Ending.BROKEN, Answer.cutAfterEffect()).effect(true);
    cases.scripted("reset", Ending.BROKEN, Answer.reset());
    cases
        .scripted("reset after the effect", Ending.BROKEN, afterEffect(Answer.reset()))
        .effect(true);
    cases.scripted("cut after the head", Ending.BROKEN, Answer.cutWithin(0)).effect(true);
    cases.scripted("cut within the body", Ending.BROKEN, Answer.cutWithin(30)).effect(true);
    cases.scripted("request cut after its head", Ending.BROKEN, Answer.cutRequest(0));
    cases.scripted("request cut within", Ending.BROKEN, Answer.cutRequest(20));
    cases
        .add(
            "long request cut within",
            Ending.BROKEN,
            () -> {
              Stage stage = cases.stage();
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
      cases.front(
          "answers '" + answer.replace("\r\n", "⏎") + "'",
          Ending.BROKEN,
          Front.answer(request -> ascii(answer)));
    }
    cases.front("head without end", Ending.BROKEN, ConnectionCases::endlessHead);
    cases.started(
        "hangs", Ending.TOO_LATE, stage -> stage.hasty().sandbox.answerNext(Answer.hang()));
    cases
        .started(
            "answers too late",
            Ending.TOO_LATE,
            stage -> stage.hasty().sandbox.answerNext(delayed(Stage.HASTE.plusMillis(300))))
        .effect(true);
    cases.front("closes at once", Ending.BROKEN, socket -> {}).or(Ending.NEVER_LEFT);
  }

  private void noConnections() {
    cases.started(
        "refused",
        Ending.NEVER_LEFT,
        stage -> {
          stage.sandbox.phase(Phase.STOPPED);
          stage.heal = () -> stage.sandbox.phase(Phase.RUNNING);
        });
    cases
        .started(
            "unknown host",
            Ending.NEVER_LEFT,
            stage -> stage.url = URI.create("http://hotline.invalid/"))
        .lasting();
    cases.add(
        "connectTimeout", Ending.NEVER_LEFT, () -> OutcomeCases.stage(cases.impatient).full());
    cases.add(
        "requestTimeout before there is a connection",
        Ending.NEVER_LEFT,
        () -> cases.stage().hasty().full());
  }

  private void noTls() {
    cases.add(
        "speaks no TLS",
        Ending.NEVER_LEFT,
        () -> {
          HotlineSandbox plain = HotlineSandbox.start();
          return tlsStage().with(plain).behind(Front.relay(plain.port()));
        });
    for (boolean otherHost : new boolean[] {true, false}) {
      cases.add(
          otherHost ? "certificate of another host" : "certificate of nobody known",
          Ending.NEVER_LEFT,
          () -> {
            SSLContext context = otherHost ? tls.join().otherHost() : tls.join().untrusted();
            HotlineSandbox wrong = HotlineSandbox.builder().tls(context).start();
            return tlsStage().with(wrong).behind(Front.relay(wrong.port()));
          });
    }
    cases.add(
        "closes instead of a handshake", Ending.NEVER_LEFT, () -> tlsStage().behind(socket -> {}));
    cases.add(
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

  private void tunnel(String name, Ending ending, byte[] refusal) {
    cases.add(
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

  private Stage tlsStage() {
    return tlsStage(Stage.PATIENCE, null);
  }

  private Stage tlsStage(Duration connectTimeout, @Nullable Proxy proxy) {
    return tlsStage(
        HotlineSandbox.builder().tls(tls.join().server()).start(), connectTimeout, proxy);
  }

  private Stage tlsStage(HotlineSandbox sandbox, Duration connectTimeout, @Nullable Proxy proxy) {
    HttpTransport own = cases.transport(connectTimeout, tls.join().client(), proxy);
    return new Stage(sandbox, own).closing(own::close);
  }

  private static void endlessHead(Socket socket) throws IOException {
    Front.readRequest(socket.getInputStream());
    socket.getOutputStream().write(ascii("HTTP/1.1 200 OK\r\nX: "));
    Bytes.writeForEver(socket);
  }
}
