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
    private final RowLog log = new RowLog("orders", 2, clock::get, lines::add, leftOut::incrementAndGet);

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
}
