package tg.hotline.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in Hotline that keeps state and speaks the Topics API v1 over HTTP, with Telegram's Bot
 * API for bots that run in parallel and a page for people.
 *
 * <pre>{@code
 * try (HotlineSandbox hotline = HotlineSandbox.start()) {
 *   // point the code under test to hotline.apiUrl(), with Seed.ACCESS_TOKEN, INSTANCE and API_KEY
 *   Message message = hotline.awaitMessages(1, Duration.ofSeconds(5)).get(0);
 * }
 * }</pre>
 *
 * <p>It listens on loopback unless told otherwise, and refuses requests with a foreign {@code Host}
 * or {@code Origin}. Right answers are byte for byte those of the API's pages; unknown topics,
 * users, instances and keys get 200 {@code {"result":"error","message":…}}, which is an assumption,
 * as the pages are silent on it.
 *
 * <p>It keeps up to 1,000,000 messages and refuses more aloud, {@link IllegalArgumentException}
 * where Java writes them; of the calls, the newest 100,000.
 *
 * <p>Thread-safe. Keeps its JVM alive until closed.
 */
public final class HotlineSandbox implements AutoCloseable {
  private final Seed seed;
  private final @Nullable LedgerFile ledger;
  private final Supplier<FaultMix> faults;
  private final int slots;
  private final Listener listener;
  private final ExecutorService executor;
  private final ScheduledExecutorService timer;
  private final URI url;
  private final Router router;
  private final Feed feed = new Feed();
  private volatile State state;
  private volatile Phase phase = Phase.RUNNING;

  private HotlineSandbox(Builder settings, @Nullable LedgerFile ledger) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByName(settings.host), settings.port);
    this.seed = settings.seed;
    this.ledger = ledger;
    this.faults = settings.faults;
    this.listener = new Listener(address, settings.tls, settings.idleTimeout);
    this.url = url(settings.tls == null ? "http" : "https", listener.address());
    ThreadFactory threads = threads("hotline-sandbox-" + port());
    // What comes after the end is dropped: there is no connection left to answer on.
    this.executor =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            threads,
            new ThreadPoolExecutor.DiscardPolicy());
    this.timer =
        new ScheduledThreadPoolExecutor(1, threads, new ThreadPoolExecutor.DiscardPolicy());
    this.slots = settings.slots;
    this.state = freshState();
    this.router =
        new Router(
            new Visitors(address.getAddress()),
            () -> state,
            () -> phase,
            new TopicsApi(executor, timer),
            new BotApi(executor, timer),
            new Console(
                new ConsoleApi(() -> state),
                new ConsoleCommands(() -> state, HotlineSandbox::now, this::reset),
                new FaultCommands(() -> state, () -> phase, this::phase),
                new ConsoleEvents(() -> state, () -> phase, feed)));
    listener.accept(router, executor);
  }

  /**
   * Starts on a free port of 127.0.0.1 with {@link Seed#standard()}.
   *
   * @throws UncheckedIOException if it cannot listen
   */
  public static HotlineSandbox start() {
    return builder().start();
  }

  /** To start with another port, address or seed. */
  public static Builder builder() {
    return new Builder();
  }

  /** The root, without a slash in the end: {@code http://127.0.0.1:PORT}, or {@code https}. */
  public URI url() {
    return url;
  }

  /** The Topics API: {@code http://127.0.0.1:PORT/webhook/topic_action}. */
  public URI apiUrl() {
    return url.resolve(Router.TOPICS_API);
  }

  /**
   * Telegram's Bot API, as far as a parallel bot needs it: what camel-telegram takes as {@code
   * baseUri}. The tokens are {@link Connection#botToken()}.
   */
  public URI botApiUrl() {
    return url;
  }

  /** The port it listens on. */
  public int port() {
    return listener.address().getPort();
  }

  /** The messages posted through the API since the start or the last reset, in order. */
  public List<Message> messages() {
    return state.hotline().posted().all();
  }

  /** All messages of a topic, the customer's and operators' included, in order. */
  public List<Message> dialog(String groupId, long topicId) {
    return state.hotline().dialog(groupId, topicId);
  }

  /**
   * The calls of the Topics API since the start or the last reset, in the order they arrived; those
   * not answered yet are {@link Call.Outcome#PENDING}. Who has an answer finds its call ended.
   */
  public List<Call> calls() {
    return state.journal().calls().all();
  }

  /**
   * Waits until at least this many messages have been posted.
   *
   * @return all of them
   * @throws AssertionError when time is up or the thread is interrupted; tells what came instead
   */
  public List<Message> awaitMessages(int count, Duration timeout) {
    return Waits.all(
        state.hotline().posted(),
        all -> all.size() >= count,
        timeout,
        count + " messages",
        this::messagesAndCalls);
  }

  /**
   * Waits for a message, among those posted before too.
   *
   * @return the first that matches
   * @throws AssertionError when time is up or the thread is interrupted; tells what came instead
   */
  public Message awaitMessage(Predicate<Message> matching, Duration timeout) {
    return Waits.first(
        state.hotline().posted(), matching, timeout, "a matching message", this::messagesAndCalls);
  }

  /**
   * Waits until at least this many calls have ended, whatever their outcome.
   *
   * @return all calls, pending ones included
   * @throws AssertionError when time is up or the thread is interrupted; tells what came instead
   */
  public List<Call> awaitCalls(int count, Duration timeout) {
    return Waits.all(
        state.journal().calls(),
        all -> all.stream().filter(c -> c.outcome() != Call.Outcome.PENDING).count() >= count,
        timeout,
        count + " ended calls",
        this::messagesAndCalls);
  }

  /**
   * Waits for a call, among those before too; one that has arrived but not ended can match.
   *
   * @return the first that matches
   * @throws AssertionError when time is up or the thread is interrupted; tells what came instead
   */
  public Call awaitCall(Predicate<Call> matching, Duration timeout) {
    return Waits.first(
        state.journal().calls(), matching, timeout, "a matching call", this::messagesAndCalls);
  }

  /** Treats the next call, after those scripted before, so. Every POST to the API counts. */
  public void answerNext(Answer answer) {
    answerNext(1, answer);
  }

  /**
   * Treats the next calls, after those scripted before, so.
   *
   * @param times how many; at least 1
   */
  public void answerNext(int times, Answer answer) {
    state.script().add(times, Script.ANY, answer, Script.BY_PROGRAM);
  }

  /**
   * Treats the next calls that match so. What is scripted is used in the order it was told: a call
   * gets the first that it matches, and what it does not match waits for another call.
   *
   * @param times how many; at least 1
   * @param matching is given the call as it arrived, {@link Call.Outcome#PENDING}; it has to be
   *     quick and may not script anything itself
   */
  public void answerNext(int times, Predicate<Call> matching, Answer answer) {
    state.script().add(times, matching, answer, Script.BY_PROGRAM);
  }

  /**
   * Treats every call that matches so, until {@link #reset}. What {@link #answerNext} says goes
   * before; of several that match, the one told last is used.
   *
   * @param matching as for {@link #answerNext(int, Predicate, Answer)}
   */
  public void answerWhen(Predicate<Call> matching, Answer answer) {
    state.script().always(matching, answer);
  }

  /**
   * Answers the next {@code sendMessage} calls of the Bot API so, whichever bot they are of; they
   * take no effect. For a bot that has to cope with Telegram's failures: {@link
   * Answers#botTooManyRequests}, or {@link Answer#raw}.
   *
   * @param times how many, after those told before; at least 1
   */
  public void botSendsNext(int times, Answer.Raw answer) {
    state.botScript().add(times, answer);
  }

  /**
   * Stops, starts or upgrades what is behind the API's URL, step by step; see {@link Phase}. Port
   * and state are kept, and so is the script, which is used in {@link Phase#RUNNING} only. The
   * console answers in all phases but {@link Phase#STOPPED}, in which every connection is closed:
   * calls in flight get no answer, and take effect as they would have. So does the Bot API, which
   * is Telegram's and not behind the API's URL, but shares the sandbox's port.
   *
   * @throws UncheckedIOException if it cannot listen on its port again
   */
  public synchronized void phase(Phase value) {
    try {
      phase = value;
      if (value == Phase.STOPPED) {
        listener.refuse();
      } else {
        listener.listen(router, executor);
      }
      feed.changed(new Change.OfScript());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot " + value + " on port " + port(), e);
    }
  }

  /** From now on callers need this access token; the old one gets 403. */
  public void accessToken(String token) {
    state.hotline().accessToken(token);
  }

  /**
   * A customer writes to the bot: the topic waits for an answer, if it is open or the text opens
   * it.
   *
   * @param at the new {@code topic_last_date}
   * @throws IllegalArgumentException if the user has no dialog, or several
   */
  public void customerWrites(long userId, String text, LocalDateTime at) {
    taken(() -> state.hotline().customerWrites(userId, text, at));
  }

  /**
   * A customer, known or new, writes to a connection's bot, now. The bot's own program is told, and
   * the topic, if it is open or the text opens it: {@link Connection#privateKeywords()}.
   *
   * @param instance the {@link Connection#instance()}
   * @throws IllegalArgumentException if there is no such connection, and if the text is empty or
   *     longer than 4096 UTF-16 units
   */
  public void customerWrites(String instance, TelegramUser user, String text) {
    Hotline hotline = state.hotline();
    taken(() -> hotline.customerWrites(hotline.connected(instance), user, text, now()));
  }

  /**
   * A customer presses a button of an inline keyboard. The bot's own program is told, the operators
   * are not.
   *
   * @param instance the {@link Connection#instance()}
   * @param data the button's {@link Keyboard.Button#data()}
   * @throws IllegalArgumentException if there is no such connection, chat, message or button
   */
  public void customerPresses(String instance, long userId, long messageId, String data) {
    Hotline hotline = state.hotline();
    hotline.customerPresses(hotline.connected(instance), userId, messageId, data);
  }

  /**
   * A customer's private chat with a connection's bot, as the customer's phone shows it; of long
   * ones the newest 1000 messages.
   *
   * @param instance the {@link Connection#instance()}
   * @throws IllegalArgumentException if there is no such chat
   */
  public List<ChatMessage> chat(String instance, long userId) {
    return messages(instance, userId).all();
  }

  /**
   * Waits for a message in a customer's private chat, among those before too.
   *
   * @return the first that matches
   * @throws IllegalArgumentException if there is no such chat
   * @throws AssertionError when time is up or the thread is interrupted; tells what came instead
   */
  public ChatMessage awaitChat(
      String instance, long userId, Predicate<ChatMessage> matching, Duration timeout) {
    Log<ChatMessage> chat = messages(instance, userId);
    return Waits.first(
        chat,
        matching,
        timeout,
        "a matching chat message",
        () -> Waits.quoted("chat messages", chat.all()));
  }

  /**
   * What the customer's phone shows for the press of a button, {@code answerCallbackQuery}; empty
   * if the bot has not answered the last press, or without a text.
   *
   * @param instance the {@link Connection#instance()}
   * @throws IllegalArgumentException if there is no such chat
   */
  public Optional<String> notice(String instance, long userId) {
    return Optional.ofNullable(privateChat(instance, userId).notice());
  }

  private Log<ChatMessage> messages(String instance, long userId) {
    return privateChat(instance, userId).messages();
  }

  private PrivateChat privateChat(String instance, long userId) {
    return state
        .hotline()
        .chat(instance, userId)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "User " + userId + " has no chat with the bot of instance " + instance));
  }

  /**
   * An operator writes into a topic, now: an answer to the customer, {@code /close}, {@code /hold},
   * {@code /wait}, or {@code / text}, a comment.
   *
   * @throws IllegalArgumentException if there is no such topic, if the text is empty, and if it is
   *     another command
   */
  public void operatorWrites(String groupId, long topicId, String text) {
    taken(() -> state.hotline().operatorWrites(groupId, topicId, text, now()));
  }

  /** What the desk may refuse. */
  private interface Command {
    void run() throws Refusal;
  }

  private static void taken(Command command) {
    try {
      command.run();
    } catch (Refusal e) {
      throw new IllegalArgumentException(e.text(), e);
    }
  }

  private static LocalDateTime now() {
    return LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * An operator answers: the topic is {@code support_answered}.
   *
   * @param at the new {@code topic_last_date}
   * @throws IllegalArgumentException if there is no such topic
   */
  public void operatorAnswers(String groupId, long topicId, String text, LocalDateTime at) {
    taken(() -> state.hotline().operatorAnswers(groupId, topicId, text, at));
  }

  /**
   * Sets a topic's {@code topic_status}, known or not, and {@code topic_last_date}.
   *
   * @throws IllegalArgumentException if there is no such topic
   */
  public void changeTopic(String groupId, long topicId, String status, LocalDateTime lastDate) {
    state.hotline().change(groupId, topicId, status, lastDate);
  }

  /**
   * Back to the seed: no messages, no calls, nothing scripted, {@link Phase#RUNNING}. A call still
   * in flight ends as it would have, but its effect is forgotten with the rest. A bot that waits
   * for updates gets none at once, so that its next poll finds what comes from now on.
   */
  public synchronized void reset() {
    State before = state;
    state = freshState();
    before.hotline().endSessions();
    feed.changed(new Change.OfEverything());
    phase(Phase.RUNNING);
  }

  /** Frees the port and the threads at once; calls in flight lose their connection. Idempotent. */
  @Override
  public void close() {
    listener.close();
    timer.shutdownNow();
    executor.shutdownNow();
    if (ledger != null) {
      ledger.close();
    }
  }

  /** What a reset replaces. */
  State state() {
    return state;
  }

  private State freshState() {
    return State.of(
        seed,
        ledger == null ? Ledger.NONE : ledger.newRun(),
        faults.get(),
        new Slots(slots, executor),
        feed::changed);
  }

  private String messagesAndCalls() {
    return Waits.quoted("messages", messages()) + "\n" + Waits.quoted("calls", calls());
  }

  private static URI url(String scheme, InetSocketAddress address) {
    String host =
        address.getAddress().isAnyLocalAddress()
            ? "127.0.0.1"
            : address.getAddress().getHostAddress();
    return URI.create(
        scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Settings of a sandbox. Not thread-safe. */
  public static final class Builder {
    private String host = "127.0.0.1";
    private int port;
    private Seed seed = Seed.standard();
    private @Nullable Tls tls;
    private Duration idleTimeout = Duration.ofSeconds(6);
    private int slots = Integer.MAX_VALUE;
    private @Nullable Path ledger;
    private Supplier<FaultMix> faults = () -> FaultMix.NONE;

    private Builder() {}

    /**
     * The port; 0, the default, takes a free one.
     *
     * @throws IllegalArgumentException if it is not 0 to 65535
     */
    public Builder port(int value) {
      if (value < 0 || value > 65535) {
        throw new IllegalArgumentException("port must be 0 to 65535, not " + value);
      }
      port = value;
      return this;
    }

    /**
     * The address to listen on; 127.0.0.1 by default. On another than loopback everyone who reaches
     * it can use it, and its {@code Host} is not checked.
     */
    public Builder host(String value) {
      host = Objects.requireNonNull(value);
      return this;
    }

    /**
     * Speaks TLS and nothing else: {@link HotlineSandbox#url()} is {@code https}. {@link
     * Certificates} makes what it takes.
     *
     * @param context holds the certificate, which has to name the host, and its key
     */
    public Builder tls(SSLContext context) {
      tls = new Tls(Objects.requireNonNull(context), false);
      return this;
    }

    /**
     * Speaks TLS, as {@link #tls}, with those alone who show a certificate that the context trusts.
     *
     * @param context holds the certificate and its key, and whom it trusts
     */
    public Builder mutualTls(SSLContext context) {
      tls = new Tls(Objects.requireNonNull(context), true);
      return this;
    }

    /**
     * How long after an answer the sandbox waits for the connection's next request before it closes
     * it; 6 s by default, as observed on n8n. Every answer advertises 5 s, whatever is set here:
     * with less, a client that believes it writes into a connection that is closed.
     *
     * @throws IllegalArgumentException if it is less than 1 ms
     */
    public Builder idleTimeout(Duration value) {
      if (value.toMillis() < 1) {
        throw new IllegalArgumentException("idleTimeout must be at least 1 ms, not " + value);
      }
      idleTimeout = value;
      return this;
    }

    /**
     * How many calls of the API are worked on at a time; no limit by default. The others queue
     * without limit, as observed on n8n: with few slots and {@link Answer#delayed} it is
     * overloaded.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder slots(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("slots must be at least 1, not " + value);
      }
      slots = value;
      return this;
    }

    /**
     * Appends to this file, a JSON object a line, each call when it was received, when it takes
     * effect and when it is answered; none by default. Each line is with the operating system
     * before what it says can be seen, so that nothing is lost if the process is killed. Holds the
     * messages' text, and no secret of the sandbox.
     *
     * @param file its folder exists; what the file holds already stays
     */
    public Builder ledger(Path file) {
      ledger = Objects.requireNonNull(file);
      return this;
    }

    /**
     * Hits a share of the API's calls with faults, drawn from all of {@link Fault}; none by
     * default. While anything is scripted, that holds instead.
     *
     * @param share of all calls, from 0 to 1
     * @param randomSeed calls that arrive in the same order get the same faults; so do those after
     *     a reset
     * @throws IllegalArgumentException if the share is not 0 to 1
     */
    public Builder faults(double share, long randomSeed) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("share must be 0 to 1, not " + share);
      }
      faults = () -> new FaultMix(share, randomSeed);
      return this;
    }

    /** Starts from this instead of {@link Seed#standard()}. Forgets what was added before. */
    public Builder seed(Seed value) {
      seed = Objects.requireNonNull(value);
      return this;
    }

    /** Replaces the access token. */
    public Builder accessToken(String value) {
      seed = seed.withAccessToken(value);
      return this;
    }

    /** Adds a connection to the seed. */
    public Builder connection(Connection connection) {
      seed = seed.with(connection);
      return this;
    }

    /** Adds a customer to the seed, whose connection is there already. */
    public Builder customer(Customer customer) {
      seed = seed.with(customer);
      return this;
    }

    /** Adds a chat to the seed, whose connection is there already. */
    public Builder chat(Chat chat) {
      seed = seed.with(chat);
      return this;
    }

    /**
     * Starts.
     *
     * @throws UncheckedIOException naming the address, if it cannot listen there, or the ledger's
     *     file, if it cannot write to it
     */
    public HotlineSandbox start() {
      LedgerFile opened = ledger == null ? null : LedgerFile.open(ledger);
      try {
        return new HotlineSandbox(this, opened);
      } catch (IOException e) {
        if (opened != null) {
          opened.close();
        }
        throw new UncheckedIOException(
            "Cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
      }
    }
  }
}
