package tg.hotline.camel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;
import tg.hotline.topics.IncomingInTopic;
import tg.hotline.topics.SentMessage;
import tg.hotline.topics.TopicsResult.Failure;

/**
 * How far an exchange has got with a text that it could not send to its end. A redelivery restores
 * body and headers, and leaves properties, so it is kept as a property until the text is sent. It
 * is with the exception too: that is all that comes back of the copies of an exchange that a split
 * makes, and it is copied into those that a redelivery of the split makes. Replaced and never
 * changed, as copies of an exchange share it, but for {@code over} and {@code taken}.
 *
 * @param sent the answers to the parts that were sent
 * @param unknown how the next part ended, if it may have been sent too
 * @param marks of which this exchange wrote the first, if it did
 * @param over set when the text is sent, for those copies that still have this then
 * @param taken set by the one copy of the exchange that goes on from here
 */
record Progress(
    List<SentMessage> sent,
    @Nullable Failure<SentMessage> unknown,
    @Nullable Marks marks,
    AtomicBoolean over,
    AtomicBoolean taken) {

  static final String PROPERTY = "CamelHotlineProgress";

  private static final Progress NONE =
      new Progress(List.of(), null, null, new AtomicBoolean(true), new AtomicBoolean());

  Progress {
    sent = List.copyOf(sent);
  }

  /** Texts by {@link #key}. Shows none of them where an exchange's properties are logged. */
  record Texts(Map<String, Progress> progress) {

    private static final Texts NO_TEXTS = new Texts(Map.of());

    private @Nullable Progress get(String key) {
      Progress found = progress.get(key);
      return found == null || found.over.get() ? null : found;
    }

    @Override
    public String toString() {
      return progress.values().stream().filter(text -> !text.over.get()).count()
          + " not sent to the end";
    }
  }

  static Progress of(Exchange exchange, HotlineEndpoint to, OutgoingText text) {
    Texts kept = kept(exchange);
    Texts caught = caught(exchange);
    if (kept.progress.isEmpty() && caught.progress.isEmpty()) {
      return NONE;
    }
    String key = key(to, text);
    return further(kept.get(key), caught.get(key));
  }

  private static Progress further(@Nullable Progress one, @Nullable Progress other) {
    if (one == null || other == null) {
      return one != null ? one : other != null ? other : NONE;
    }
    if (one.taken.get() != other.taken.get()) {
      return one.taken.get() ? other : one;
    }
    int ahead = other.sent.size() - one.sent.size();
    return ahead > 0 || (ahead == 0 && one.unknown == null) ? other : one;
  }

  /** Whether any text of the exchange is not sent to the end. */
  static boolean isUnfinished(Exchange exchange) {
    return Stream.of(kept(exchange), caught(exchange))
        .flatMap(texts -> texts.progress.values().stream())
        .anyMatch(text -> !text.over.get());
  }

  /** Takes it, so that no other copy of the exchange sends the same rest; false if one does. */
  boolean take() {
    return (sent.isEmpty() && unknown == null) || taken.compareAndSet(false, true);
  }

  /**
   * The progress after a try that began with this one.
   *
   * @param own the marks of which the exchange wrote the first, in this try or before
   */
  Progress reached(
      List<SentMessage> all, @Nullable Failure<SentMessage> failure, @Nullable Marks own) {
    return new Progress(
        all, failure, own, over.get() ? new AtomicBoolean() : over, new AtomicBoolean());
  }

  /**
   * Keeps it with the exchange.
   *
   * @param failure what the text ended with, if that is of ours; has it too
   */
  void keep(
      Exchange exchange,
      HotlineEndpoint to,
      OutgoingText text,
      @Nullable HotlineException failure) {
    if (!sent.isEmpty() || unknown != null) {
      String key = key(to, text);
      Map<String, Progress> all = new HashMap<>(kept(exchange).progress);
      all.put(key, this);
      exchange.setProperty(PROPERTY, new Texts(Map.copyOf(all)));
      if (failure != null) {
        failure.setProgress(new Texts(Map.of(key, this)));
      }
    }
  }

  /** The text is sent. */
  void end(Exchange exchange) {
    over.set(true);
    Texts kept = kept(exchange);
    if (kept.progress.isEmpty()) {
      return;
    }
    Map<String, Progress> left = new HashMap<>(kept.progress);
    left.values().removeIf(text -> text.over.get());
    if (left.isEmpty()) {
      exchange.removeProperty(PROPERTY);
    } else {
      exchange.setProperty(PROPERTY, new Texts(Map.copyOf(left)));
    }
  }

  private static Texts kept(Exchange exchange) {
    return exchange.getProperty(PROPERTY) instanceof Texts texts ? texts : Texts.NO_TEXTS;
  }

  private static Texts caught(Exchange exchange) {
    Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    HotlineException failure = ObjectHelper.getException(HotlineException.class, caught);
    Texts texts = failure == null ? null : failure.progress();
    return texts == null ? Texts.NO_TEXTS : texts;
  }

  /**
   * The same for the same parts to the same customer by the same connection, however the endpoint's
   * URI is written; another connection may reach other operators. Holds no text and no secret.
   */
  private static String key(HotlineEndpoint to, OutgoingText text) {
    HotlineConfiguration options = to.getConfiguration();
    MessageDigest digest = Sha256.begin();
    add(digest, StringHelper.before(to.getEndpointUri(), ":"));
    add(digest, options.getApiUrl());
    add(digest, options.getConnection());
    add(digest, options.getInstance());
    for (IncomingInTopic part : text.parts()) {
      add(digest, Long.toString(part.userId()));
      add(digest, part.message());
    }
    return Sha256.hex(digest);
  }

  /** With its length, so that no two lists of texts are added alike. */
  private static void add(MessageDigest digest, @Nullable String text) {
    byte[] bytes = text == null ? new byte[0] : text.getBytes(UTF_8);
    digest.update((bytes.length + (text == null ? "-" : ":")).getBytes(UTF_8));
    digest.update(bytes);
  }
}
