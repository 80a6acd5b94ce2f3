package tg.hotline.runner;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.condition.EnabledIf;

/** The same statements on the other database. */
@QuarkusTest
@TestProfile(PostgresProfile.class)
@EnabledIf(value = PostgresServer.IS_HERE, disabledReason = PostgresServer.NOT_HERE)
class WithPostgresBackupChannelTest extends BackupChannelTest {}
