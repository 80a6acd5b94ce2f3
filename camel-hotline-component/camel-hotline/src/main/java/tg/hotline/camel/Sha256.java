package tg.hotline.camel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, in hexadecimal digits. */
final class Sha256 {

  /** To look for one is dear, and each message that is sent is hashed. */
  private static final ThreadLocal<MessageDigest> OF_THREAD =
      ThreadLocal.withInitial(Sha256::begin);

  private Sha256() {}

  /** Of a text in UTF-8. */
  static String of(String text) {
    return hex(OF_THREAD.get(), text.getBytes(UTF_8)); // which resets it
  }

  /** Of what is still to be added. */
  static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /** Of all that was added, and this. */
  static String hex(MessageDigest digest, byte... last) {
    return HexFormat.of().formatHex(digest.digest(last));
  }
}
