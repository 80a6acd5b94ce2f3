package tg.hotline.topics;

import org.apache.hc.core5.http.message.BasicHeader;

/** A header that nobody reads in a log: HttpClient logs headers at DEBUG, by their toString. */
final class SecretHeader extends BasicHeader {

  SecretHeader(String name, String value) {
    super(name, value, true);
  }

  @Override
  public String toString() {
    return getName() + ": ***";
  }
}
