package tg.hotline.sandbox;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox as a process: {@code java -jar camel-hotline-sandbox-…-all.jar --port 8181}.
 *
 * <p>Prints one line when it listens, then nothing. Exit codes: 0 after {@code --help}, 1 if it
 * cannot listen, 2 for wrong arguments.
 */
public final class Main {
  private static final int DEFAULT_PORT = 8181;
  private static final String USAGE =
      """
      Hotline sandbox: a stand-in Hotline for development and tests

        --port N   the port to listen on; 8181 by default, 0 takes a free one
        --host H   the address to listen on; 127.0.0.1 by default. On another than loopback
                   everyone who reaches it can use it
        --ledger F a file to append to, a JSON object a line: each call when it was received, when
                   it takes effect, when it is answered
        --faults P the share of calls to hit with faults of all kinds: 5%; none by default
        --seed N   which faults those are; 1 by default
        --help     this text

      Its root is the base URL of Telegram's Bot API too, for bots that run in parallel.
      """;

  private Main() {}

  /** Starts the sandbox, which then runs until the process is ended. */
  public static void main(String... args) {
    HotlineSandbox.Builder builder = HotlineSandbox.builder().port(DEFAULT_PORT);
    try {
      if (!read(args, builder)) {
        System.out.print(USAGE);
        return;
      }
    } catch (IllegalArgumentException e) {
      exit(2, e.getMessage() + "\n\n" + USAGE);
    }
    try {
      HotlineSandbox sandbox = builder.start();
      System.out.println(
          "Hotline sandbox at " + sandbox.url() + " (Topics API: " + sandbox.apiUrl() + ")");
    } catch (UncheckedIOException e) {
      exit(1, e.getMessage());
    }
  }

  /** False if only help is wanted. */
  private static boolean read(String[] args, HotlineSandbox.Builder builder) {
    Deque<String> left = new ArrayDeque<>(List.of(args));
    double share = 0;
    long seed = 1;
    while (!left.isEmpty()) {
      String arg = left.pop();
      int equals = arg.indexOf('=');
      String name = equals < 0 ? arg : arg.substring(0, equals);
      switch (name) {
        case "--help", "-h" -> {
          return false;
        }
        case "--port" -> builder.port(port(value(arg, equals, left)));
        case "--host" -> builder.host(value(arg, equals, left));
        case "--ledger" -> builder.ledger(Path.of(value(arg, equals, left)));
        case "--faults" -> share = share(value(arg, equals, left));
        case "--seed" -> seed = seed(value(arg, equals, left));
        default -> throw new IllegalArgumentException("Unknown argument: " + arg);
      }
    }
    builder.faults(share, seed);
    return true;
  }

  private static String value(String arg, int equals, Deque<String> left) {
    String value = equals < 0 ? left.poll() : arg.substring(equals + 1);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(arg + " needs a value");
    }
    return value;
  }

  private static int port(String value) {
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below, in the same words as for a number out of range.
    }
    throw new IllegalArgumentException("--port must be a number from 0 to 65535, not " + value);
  }

  private static double share(String value) {
    try {
      double percent = value.endsWith("%") ? Double.parseDouble(value.replace("%", "")) : -1;
      if (percent >= 0 && percent <= 100) {
        return percent / 100;
      }
    } catch (NumberFormatException e) {
      // Said below, in the same words as for a number out of range.
    }
    throw new IllegalArgumentException("--faults must be from 0% to 100%, not " + value);
  }

  private static long seed(String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--seed must be a whole number, not " + value, e);
    }
  }

  private static void exit(int code, @Nullable String message) {
    System.err.println(message);
    System.exit(code);
  }
}
