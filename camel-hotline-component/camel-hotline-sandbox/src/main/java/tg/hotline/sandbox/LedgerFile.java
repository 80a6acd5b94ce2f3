package tg.hotline.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.Call.Outcome;

/**
 * The ledger on disk: a JSON object a line, appended. A line is with the operating system when its
 * method returns, so that nothing is lost when this process is killed; a crash of the machine is
 * another matter. Thread-safe.
 */
final class LedgerFile implements Closeable {
  private final Path file;
  // Not a FileChannel: one that is written by an interrupted thread closes itself.
  private final FileOutputStream out;

  private LedgerFile(Path file, FileOutputStream out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Goes on with the file, or begins one. A last line that a kill has cut short is left as it is,
   * on a line of its own.
   *
   * @throws UncheckedIOException naming the file, if it cannot be written or another sandbox does
   */
  static LedgerFile open(Path file) {
    try {
      FileOutputStream out = new FileOutputStream(file.toFile(), /* append= */ true);
      LedgerFile ledger = new LedgerFile(file, out);
      try {
        if (out.getChannel().tryLock() == null) {
          throw new IOException("another sandbox writes to it");
        }
        if (isTorn(file)) {
          out.write('\n');
        }
        return ledger;
      } catch (OverlappingFileLockException e) {
        ledger.close();
        throw new IOException("another sandbox writes to it", e);
      } catch (IOException e) {
        ledger.close();
        throw e;
      }
    } catch (IOException e) {
      throw ioException(file, e);
    }
  }

  /** Entries whose calls are numbered from 1 again, and told from others by {@code run}. */
  Ledger newRun() {
    return new Run(Instant.now());
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw ioException(file, e);
    }
  }

  private static boolean isTorn(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      if (in.length() == 0) {
        return false;
      }
      in.seek(in.length() - 1);
      return in.read() != '\n';
    }
  }

  private void write(ObjectNode line) {
    byte[] bytes = (Json.text(line) + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (out) {
      try {
        out.write(bytes);
      } catch (IOException e) {
        throw ioException(file, e);
      }
    }
  }

  private static UncheckedIOException ioException(Path file, IOException e) {
    return new UncheckedIOException("Cannot write the ledger " + file + ": " + e.getMessage(), e);
  }

  private final class Run implements Ledger {
    private final String name;

    Run(Instant begin) {
      this.name = begin.toString();
    }

    @Override
    public void received(Call call, @Nullable String text, @Nullable Fault fault) {
      ObjectNode line =
          line(call.number(), "received")
              .put("at", call.at().toString())
              .put("action", call.action())
              .put("user_id", call.userId())
              .put("text", text);
      write(fault == null ? line : line.put("fault", fault.label()));
    }

    @Override
    public void effect(long call) {
      write(line(call, "effect"));
    }

    @Override
    public void answered(long call, int status, Outcome outcome) {
      write(
          line(call, "answered")
              .put("status", status)
              .put("outcome", outcome.name().toLowerCase(Locale.ROOT)));
    }

    private ObjectNode line(long call, String step) {
      return Json.object().put("run", name).put("call", call).put("step", step);
    }
  }
}
