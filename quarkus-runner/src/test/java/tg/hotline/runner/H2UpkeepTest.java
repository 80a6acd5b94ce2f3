package tg.hotline.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2UpkeepTest {

  private static final int ROWS = 10_000;

  private final Path home;

  H2UpkeepTest(@TempDir Path home) {
    this.home = home;
  }

  /** Commits rows one by one; the file's length after them. */
  private long fill(String name, boolean upkeep) throws Exception {
    // What is overwritten is free at once, as otherwise after 45 s.
    String url = "jdbc:h2:file:%s;WRITE_DELAY=0;RETENTION_TIME=0".formatted(home.resolve(name));
    Random keys = new Random(1);
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute("create table mark (name varchar(40) primary key, at bigint)");
      long version = 0;
      try (PreparedStatement insert =
          connection.prepareStatement("insert into mark values (?, ?)")) {
        for (int row = 0; row < ROWS; row++) {
          insert.setString(1, "%019d-%d".formatted(keys.nextLong(Long.MAX_VALUE), row));
          insert.setLong(2, row);
          insert.executeUpdate();
          if (upkeep) {
            version = H2Upkeep.tidy(connection, version);
          }
        }
      }
      try (ResultSet count = statement.executeQuery("select count(distinct at) from mark")) {
        assertThat(count.next()).isTrue();
        assertThat(count.getInt(1)).isEqualTo(ROWS);
      }
      return Files.size(home.resolve(name + ".mv.db"));
    }
  }

  @Test
  void whatIsLeftOfOldPartsIsMovedTogether() throws Exception {
    assertThat(fill("with", true)).isLessThan(fill("without", false) / 2);
  }
}
