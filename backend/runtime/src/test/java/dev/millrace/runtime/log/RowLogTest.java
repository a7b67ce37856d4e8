package dev.millrace.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RowLogTest {
    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong leftOut = new AtomicLong();
    private final List<String> lines = new ArrayList<>();
    private final NewestRows newest = new NewestRows();
    private final RowLog log = new RowLog("orders", 2, clock::get, lines::add, (kind, json) -> newest.add(7, kind, json), leftOut::incrementAndGet);

    private void row(String json) {
        log.row("+I", () -> json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void rowsBeyondTheRateAreCountedAndToldWhenTheNextSecondBegins() {
        row("{\"id\":1}");
        row("{\"id\":2}");
        row("{\"id\":3}");
        row("{\"id\":4}");
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        row("{\"id\":5}");
        assertThat(lines).containsExactly("orders: +I {\"id\":1}", "orders: +I {\"id\":2}", "orders: 2 rows left out, with more than 2 in a second",
                "orders: +I {\"id\":5}");
        assertThat(leftOut).hasValue(2);
    }

    @Test
    void whatIsLeftOutLastIsToldAtTheEnd() {
        row("{}");
        row("{}");
        row("{}");
        log.sayLeftOut();
        log.sayLeftOut();
        assertThat(lines).hasSize(3).last().isEqualTo("orders: 1 row left out, with more than 2 in a second");
    }

    @Test
    void aLongRowIsCut() {
        row("x".repeat(10_000));
        assertThat(lines).singleElement().asString().hasSizeLessThan(4_100).endsWith("… (10000 characters)");
    }

    @Test
    void theNewestRowsAreKeptAsFarAsAMetricCanCarryThem() {
        row("{\"id\":1}");
        assertThat(newest.getValue()).isEqualTo("[[7,\"+I\",{\"id\":1}]]");
        row("{\"a\\\"b\":\"" + "x".repeat(3_000) + "\"}");
        assertThat(newest.getValue()).startsWith("[[7,\"+I\",{\"id\":1}],[7,\"+I\",\"{\\\"a\\\\\\\"b\\\":\\\"xxx").endsWith("x…\"]]").hasSizeBetween(2_000, 2_100);
        for (int i = 0; i < 500; i++) {
            newest.add(i, "-U", "{\"n\":" + i + ",\"text\":\"" + "ü".repeat(i % 2 == 0 ? 900 : 3) + "\"}");
        }
        assertThat(newest.getValue().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(43_000).hasSizeGreaterThan(30_000);
        assertThat(newest.getValue()).contains("\"n\":499,");
        for (int i = 0; i < 500; i++) {
            newest.add(i, "+U", "{}");
        }
        assertThat(newest.getValue().split("\\],\\[")).hasSize(200);
    }
}
