package tg.hotline.topics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Answers, byte for byte. */
final class Bytes {

  private Bytes() {}

  static byte[] right(String request) {
    return utf8(right(request, ""));
  }

  static String right(String request, String note) {
    String result = request.contains("info_by_topic") ? "topic_info" : "message_sent";
    return "{\"result\":\"" + result + "\",\"note\":\"" + note + "\"}";
  }

  static byte[] http(String headers, byte[] body) {
    return join(
        ascii("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n"),
        body);
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static byte[] half(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  static byte[] join(byte[] one, byte[] two) {
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }

  static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }

  static byte[] latin(String text) {
    return text.getBytes(ISO_8859_1);
  }

  static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  static void writeForEver(Socket socket) throws IOException {
    byte[] more = ascii("x".repeat(8192));
    while (true) { // until the other end hangs up
      socket.getOutputStream().write(more);
    }
  }
}
