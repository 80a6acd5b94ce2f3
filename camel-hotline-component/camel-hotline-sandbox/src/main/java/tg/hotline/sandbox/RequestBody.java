package tg.hotline.sandbox;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A request's body: as long as announced, or in chunks. Tells a client that waits to go on. */
final class RequestBody extends InputStream {
  private final Peer peer;
  private final boolean chunked;
  private boolean clientWaits;
  private boolean ended;

  /** Of the body or, if it comes in chunks, of the chunk. */
  private long left;

  RequestBody(Peer peer, Headers headers) throws BadRequest {
    this.peer = peer;
    this.chunked = headers.contains("Transfer-Encoding", "chunked");
    this.clientWaits = headers.contains("Expect", "100-continue");
    this.left = chunked ? 0 : length(headers.first("Content-Length", "0"), 10);
    this.ended = !chunked && left == 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (chunked && !ended && left == 0) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    letGoOn();
    int count = peer.in().read(buffer, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("The request ends within its body");
    }
    left -= count;
    if (left == 0) {
      if (chunked) {
        peer.readLine();
      } else {
        ended = true;
      }
    }
    return count;
  }

  private void nextChunk() throws IOException {
    letGoOn();
    left = length(peer.readLine().split(";", 2)[0].strip(), 16);
    if (left == 0) {
      ended = true;
      while (!peer.readLine().isEmpty()) {
        // Trailers mean nothing here.
      }
    }
  }

  private void letGoOn() throws IOException {
    if (clientWaits) {
      clientWaits = false;
      peer.out().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      peer.out().flush();
    }
  }

  private static long length(String text, int radix) throws BadRequest {
    try {
      long length = Long.parseLong(text, radix);
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a negative one.
    }
    throw new BadRequest("not a length: " + text);
  }
}
