package tg.hotline.runner;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the file of an H2 database small, and the memory that lists its parts. H2 adds a part with
 * each commit, and drops one when nothing of it is in use any more; what is left of the others it
 * moves together, but not with {@code WRITE_DELAY=0}: that is the work of the thread that otherwise
 * writes later than it commits (FileStore of H2 2.3). So we have it moved.
 */
@Singleton
final class H2Upkeep {

  private static final Logger LOG = Logger.getLogger(H2Upkeep.class);

  private static final long MILLIS_BETWEEN_LOOKS = 250;

  /** It is not worth it after fewer; and to move things is a commit too, so it must end. */
  private static final int COMMITS = 250;

  /** In percent: while less of the file is in use, there is something to move. */
  private static final int FILL_RATE = 90;

  /** Bytes that are moved at a time, while those who commit have to wait. */
  private static final int MOVED = 1 << 20;

  private final String url;
  private final DataSource database;
  private @Nullable ScheduledExecutorService timer;
  private long version;

  H2Upkeep(@ConfigProperty(name = DatabaseUrl.SETTING) String url, DataSource database) {
    this.url = url;
    this.database = database;
  }

  void start(@Observes StartupEvent event) {
    if (DatabaseUrl.isH2(url)) {
      timer =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "h2-upkeep");
                thread.setDaemon(true);
                return thread;
              });
      var unused =
          timer.scheduleWithFixedDelay(
              this::look, MILLIS_BETWEEN_LOOKS, MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    if (timer != null) {
      timer.shutdown();
    }
  }

  private void look() {
    try (Connection connection = database.getConnection()) {
      version = tidy(connection, version);
    } catch (SQLException | RuntimeException e) { // a later look may go well
      LOG.debugf("No upkeep of the database: %s", e.getClass().getName());
    }
  }

  /**
   * Moves some of what is left together, if enough was committed.
   *
   * @param before the version up to which that was done
   * @return the version up to which it is done now
   */
  static long tidy(Connection connection, long before) throws SQLException {
    if (connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session) {
      MVStore store = session.getDatabase().getStore().getMvStore();
      if (Math.abs(store.getCurrentVersion() - before) >= COMMITS) {
        store.compact(FILL_RATE, MOVED);
        return store.getCurrentVersion();
      }
    } // else another program has the file open, and sees to it
    return before;
  }
}
