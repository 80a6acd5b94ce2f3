package tg.hotline.sandbox;

import java.io.IOException;

/** What came is not HTTP/1.1. */
final class BadRequest extends IOException {
  BadRequest(String message) {
    super(message);
  }
}
