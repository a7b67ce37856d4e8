package dev.millrace.server.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.server.TestDatabase;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class InstancesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test void oneLeadsAndAnotherTakesOver() {
        String url = TestDatabase.freshUrl();
        try (var one = TestDatabase.open(url); var two = TestDatabase.open(url)) {
            var first = new Leadership(one);
            var second = new Leadership(two);
            assertThat(first.held()).isTrue();
            assertThat(second.held()).isFalse();
            assertThat(first.held()).isTrue();
            first.destroy();
            assertThat(second.held()).isTrue();
            assertThat(first.held()).isFalse();
            second.destroy();
        }
    }

    @Test void aLeaderWhoseConnectionIsCutLeadsNoMore() {
        String url = TestDatabase.freshUrl();
        try (var one = TestDatabase.open(url); var two = TestDatabase.open(url)) {
            var first = new Leadership(one);
            var second = new Leadership(two);
            assertThat(first.held()).isTrue();
            cutAllBut(two);
            // PostgreSQL ends a session a moment after it is told to, and its locks with it.
            await().atMost(PATIENCE).until(second::held);
            assertThat(first.held()).isFalse();
            first.destroy();
            second.destroy();
        }
    }

    @Test void noticesReachEveryoneAndALostConnectionIsCaughtUp() {
        String url = TestDatabase.freshUrl();
        try (var one = TestDatabase.open(url); var two = TestDatabase.open(url)) {
            var sender = new Notices(one);
            var receiver = new Notices(two);
            var heard = new CopyOnWriteArrayList<String>();
            var subscription = receiver.on("topic", heard::add);
            receiver.on("topic", payload -> {
                throw new IllegalStateException("a listener that fails does not stop the others");
            });
            receiver.start();
            await().atMost(PATIENCE).until(() -> {
                sender.send("topic", "hello world");
                return heard.contains("hello world");
            });
            cutAllBut(one);
            await().atMost(PATIENCE).until(() -> heard.contains(Notices.CATCH_UP));
            heard.clear();
            await().atMost(PATIENCE).until(() -> {
                sender.send("topic", "again");
                return heard.contains("again");
            });
            subscription.close();
            receiver.stop();
            assertThat(receiver.isRunning()).isFalse();
        }
    }

    /** Ends every connection to the database but the one that asks. */
    private static void cutAllBut(javax.sql.DataSource mine) {
        JdbcClient.create(mine).sql("""
                select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
                """).query((row, n) -> n).list();
    }
}
