package tg.hotline.camel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.Texts;

/**
 * The two marks of a key in a repository that knows only whether an entry is there: <i>started</i>,
 * which is written before the first call, and <i>done</i>, written after the last. Started and not
 * done is what a process leaves that was stopped in between. Each mark is written for good at once:
 * {@code confirm} follows {@code add}, and most repositories do nothing at {@code confirm}. The
 * repository's exceptions are thrown on.
 *
 * @param key fit for a repository, see {@link #fit}
 */
record Marks(IdempotentRepository repository, String key) {

  private static final String STARTED = " started";
  private static final String DONE = " done";

  /** The narrowest column in the field, that of camel-sql's JdbcMessageIdRepository. */
  static final int LONGEST_MARK = 100;

  private static final int LONGEST_KEY = LONGEST_MARK - STARTED.length();
  private static final int DIGEST = 64;

  /** Kept to the letter by any database and any file, and read by people. */
  private static final Pattern PLAIN = Pattern.compile("[!-~]+( [!-~]+)*");

  private static final Pattern SHORTENED = Pattern.compile(".*~[0-9a-f]{" + DIGEST + "}");

  // Why these two are written out: JDK-8078641, as in Switchboard.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Marks marks
        && repository.equals(marks.repository)
        && key.equals(marks.key);
  }

  @Override
  public int hashCode() {
    return Objects.hash(repository, key);
  }

  /**
   * The key itself, if it is plain ASCII and short enough; else its beginning and the SHA-256 of
   * its UTF-8. What looks as if it were shortened is shortened too, so that no key is another's.
   *
   * @throws IllegalArgumentException if it has half a character, which UTF-8 cannot tell from
   *     another half
   */
  static String fit(String key) {
    if (key.length() <= LONGEST_KEY
        && PLAIN.matcher(key).matches()
        && !SHORTENED.matcher(key).matches()) {
      return key;
    }
    if (!UTF_8.newEncoder().canEncode(key)) {
      throw new IllegalArgumentException(
          "has half of a character, as a text has that was cut in the middle of an emoji");
    }
    String head = key.substring(0, Math.min(key.length(), LONGEST_KEY - DIGEST - 1));
    return head.replaceAll("[^!-~]", "_") + "~" + Sha256.of(key);
  }

  String started() {
    return key + STARTED;
  }

  String done() {
    return key + DONE;
  }

  /** Writes the first mark; false if it is there already. */
  boolean start(Exchange exchange) {
    boolean added = repository.add(exchange, started());
    if (added) {
      repository.confirm(exchange, started());
    }
    return added;
  }

  boolean isDone(Exchange exchange) {
    return repository.contains(exchange, done());
  }

  void finish(Exchange exchange) {
    if (repository.add(exchange, done())) {
      repository.confirm(exchange, done());
    }
  }

  /** Takes the first mark away: nothing was sent, the key can be tried again. */
  void forget(Exchange exchange) {
    repository.remove(exchange, started());
  }

  /** Why a text is not sent whose first mark another try has written. */
  String held() {
    return "an earlier send with idempotentKey "
        + key
        + " was started and is not done: it is under way, or ended UNKNOWN, or was cut off by a"
        + " stop; look into the topic, and if the message is not there, remove the entry \""
        + started()
        + "\" from idempotentRepository";
  }

  /** What the repository said instead of doing its work. */
  static String broken(Throwable e) {
    return "idempotentRepository failed: " + Texts.excerpt(e.toString());
  }
}
