package tg.hotline.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bare connection to the sandbox, to see when it ends and how. */
final class Line implements AutoCloseable {
  /** Of a POST to the API; what tells the body's length is missing. */
  static final String HEAD =
      """
      POST /webhook/topic_action HTTP/1.1\r
      Host: localhost\r
      X-API-KEY: sandbox-access-token\r
      Content-Type: application/json\r
      """;

  private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)");

  private final Socket socket;
  private final InputStream in;

  Line(HotlineSandbox hotline) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), hotline.port());
    socket.setSoTimeout((int) Caller.PATIENCE.toMillis());
    in = socket.getInputStream();
  }

  void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A POST to the API, with the right token and content type. */
  void call(String json) throws IOException {
    write(request(json));
  }

  static String request(String json) {
    return HEAD
        + "Content-Length: "
        + json.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + json;
  }

  /** As far as the empty line. */
  String readHead() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("It ends after: " + head.toString(StandardCharsets.UTF_8));
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.UTF_8);
  }

  /** Up to its end, chunks as they are. */
  String readAnswer() throws IOException {
    String head = readHead();
    if (head.contains("chunked")) {
      StringBuilder chunks = new StringBuilder();
      while (!chunks.toString().endsWith("\r\n0\r\n\r\n")) {
        chunks.append(new String(in.readNBytes(1), StandardCharsets.ISO_8859_1));
      }
      return head + chunks;
    }
    Matcher length = LENGTH.matcher(head.toLowerCase(Locale.ROOT));
    int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return head + new String(in.readNBytes(body), StandardCharsets.UTF_8);
  }

  /** Whatever comes until the connection ends in order; throws where it is reset. */
  String readToEnd() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Whether it is open and nothing has come so far. */
  boolean isSilent() throws IOException {
    socket.setSoTimeout(1);
    try {
      int unused = in.read();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
