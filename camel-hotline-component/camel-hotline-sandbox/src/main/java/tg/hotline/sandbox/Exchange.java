package tg.hotline.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import tg.hotline.sandbox.Answer.Raw;

/**
 * One request and its answer. After the answer the connection serves the next request. Used by one
 * thread at a time.
 */
final class Exchange {
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(204, "No Content"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Content Too Large"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(422, "Unprocessable Entity"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"));

  private final Peer peer;
  private final String method;
  private final String path;
  private final Map<String, String> query;
  private final Headers headers;
  private final RequestBody body;

  /** Whether the client expects the connection to stay. */
  private final boolean keepAlive;

  private final boolean understandsChunks;

  private Exchange(Peer peer, String method, URI target, String version, Headers headers)
      throws BadRequest {
    this.peer = peer;
    this.method = method;
    this.path = target.getPath() == null ? "" : target.getPath();
    this.query = target.getRawQuery() == null ? Map.of() : Form.parameters(target.getRawQuery());
    this.headers = headers;
    this.body = new RequestBody(peer, headers);
    this.understandsChunks = !version.equals("HTTP/1.0");
    this.keepAlive = understandsChunks && !headers.contains("Connection", "close");
  }

  /** Reads the head of a request that has begun to come in. */
  static Exchange read(Peer peer) throws IOException {
    String[] line = peer.readLine().split(" ", -1);
    if (line.length != 3 || !line[2].startsWith("HTTP/1.")) {
      throw new BadRequest("not a request line");
    }
    try {
      return new Exchange(peer, line[0], new URI(line[1]), line[2], Headers.read(peer));
    } catch (URISyntaxException e) {
      throw new BadRequest("not a path: " + e.getReason());
    }
  }

  String method() {
    return method;
  }

  /** Without the query, decoded. */
  String path() {
    return path;
  }

  /** The query's parameters, decoded; of those that come twice, the first. */
  Map<String, String> query() {
    return query;
  }

  Headers headers() {
    return headers;
  }

  RequestBody body() {
    return body;
  }

  /** Whether the client gave up waiting. */
  boolean clientGone() {
    return peer.gone();
  }

  /** Ends the connection without an answer. */
  void cut() {
    peer.close();
  }

  /** As {@link #cut}, but with RST. */
  void reset() {
    peer.reset();
  }

  /** Answers. */
  void send(Raw answer) throws IOException {
    byte[] bytes = bytes(answer);
    try (AnswerBody out = begin(answer, bytes.length)) {
      out.write(bytes);
    }
  }

  /** Answers, but ends the connection, unannounced, after so many bytes of the answer's body. */
  void sendAndCut(Raw answer, int atMost) throws IOException {
    byte[] bytes = bytes(answer);
    AnswerBody out = begin(answer, bytes.length);
    out.write(bytes, 0, Math.min(atMost, bytes.length));
    if (atMost >= bytes.length) {
      out.finish();
    }
    out.flush();
    peer.close();
  }

  /** Answers with a body of any length; closing it ends the answer. */
  OutputStream stream(Map<String, String> headers) throws IOException {
    return begin(new Raw(200, headers, "", true), 0);
  }

  private static byte[] bytes(Raw answer) {
    return answer.body().getBytes(StandardCharsets.UTF_8);
  }

  private AnswerBody begin(Raw answer, int length) throws IOException {
    // A client that is still writing would see a broken connection, not the answer.
    body.transferTo(OutputStream.nullOutputStream());
    boolean bodiless = method.equals("HEAD") || answer.status() == 204 || answer.status() == 304;
    boolean chunks = answer.chunked() && understandsChunks;
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(answer.headers());
    boolean stays =
        keepAlive
            && chunks == answer.chunked()
            && !"close".equalsIgnoreCase(all.getOrDefault("Connection", "keep-alive"));
    all.putIfAbsent("Date", Answers.httpDate(Instant.now()));
    all.putIfAbsent("Connection", stays ? "keep-alive" : "close");
    if (stays) {
      all.putIfAbsent("Keep-Alive", "timeout=5");
    }
    if (chunks) {
      all.put("Transfer-Encoding", "chunked");
    } else if (!answer.chunked() && answer.status() != 204) {
      all.put("Content-Length", String.valueOf(length));
    }
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(answer.status()).append(' ');
    head.append(REASONS.getOrDefault(answer.status(), "")).append("\r\n");
    all.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    peer.out().write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    return new AnswerBody(bodiless, chunks, stays);
  }

  /** The answer's body on its way out. */
  private final class AnswerBody extends OutputStream {
    private final boolean bodiless;
    private final boolean chunks;
    private final boolean stays;
    private boolean closed;

    AnswerBody(boolean bodiless, boolean chunks, boolean stays) {
      this.bodiless = bodiless;
      this.chunks = chunks;
      this.stays = stays;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (bodiless || length == 0) {
        return;
      }
      if (chunks) {
        ascii(Integer.toHexString(length) + "\r\n");
      }
      peer.out().write(bytes, offset, length);
      if (chunks) {
        ascii("\r\n");
      }
    }

    @Override
    public void flush() throws IOException {
      peer.out().flush();
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      try {
        finish();
        flush();
      } catch (IOException e) {
        peer.close();
        throw e;
      }
      if (stays) {
        peer.serveNext();
      } else {
        peer.closeInOrder();
      }
    }

    void finish() throws IOException {
      if (chunks && !bodiless) {
        ascii("0\r\n\r\n");
      }
    }

    private void ascii(String text) throws IOException {
      peer.out().write(text.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
