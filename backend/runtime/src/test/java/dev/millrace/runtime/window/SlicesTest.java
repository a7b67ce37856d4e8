package dev.millrace.runtime.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.operators.window.tvf.common.ClockService;
import org.apache.flink.table.runtime.operators.window.tvf.slicing.SliceAssigner;
import org.apache.flink.table.runtime.operators.window.tvf.slicing.SliceAssigners;
import org.apache.flink.table.runtime.util.TimeWindowUtil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When the last window of a row closes: the answers of Flink's own slices, also around the hours when clocks change. */
class SlicesTest {
    private static final ClockService NO_CLOCK = () -> {
        throw new AssertionError("Windows of event time ask no clock");
    };

    record Case(String zone, long size, long part, long offset) {
        Duration of(long millis) {
            return Duration.ofMillis(millis);
        }
    }

    static Stream<Case> cases() {
        long hour = 3_600_000;
        return Stream.of("UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Australia/Lord_Howe").flatMap(zone -> Stream.of(
                new Case(zone, 24 * hour, 24 * hour, 0), new Case(zone, 24 * hour, hour, 0), new Case(zone, 7 * 24 * hour, 24 * hour, 6 * hour),
                new Case(zone, hour, hour / 4, 1), new Case(zone, 10_000, 2_500, 2_499)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void closeWhenThoseOfFlinkClose(Case c) {
        ZoneId zone = ZoneId.of(c.zone());
        SliceAssigner tumbling = SliceAssigners.tumbling(0, zone, c.of(c.size())).withOffset(c.of(c.offset()));
        SliceAssigner hopping = SliceAssigners.hopping(0, zone, c.of(c.size()), c.of(c.part())).withOffset(c.of(c.offset()));
        SliceAssigner cumulating = SliceAssigners.cumulative(0, zone, c.of(c.size()), c.of(c.part())).withOffset(c.of(c.offset()));
        var random = new Random(7);
        for (String change : new String[] {"2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2026-03-08T10:00:00Z", "2026-11-01T09:00:00Z", "1969-12-31T23:00:00Z"}) {
            for (int i = 0; i < 400; i++) {
                long at = Instant.parse(change).toEpochMilli() + random.nextInt(4 * 3_600_000) - 2 * 3_600_000;
                assertThat(new LateForSlices.Slices(c.size(), c.size(), c.offset(), zone).last(at)).isEqualTo(last(tumbling, at, zone));
                assertThat(new LateForSlices.Slices(c.part(), c.size(), c.offset(), zone).last(at)).isEqualTo(last(hopping, at, zone));
                assertThat(new LateForSlices.Slices(c.size(), c.size(), c.offset(), zone).last(at)).isEqualTo(last(cumulating, at, zone));
            }
        }
    }

    /** As Flink's window operator asks before it drops a row. */
    private static long last(SliceAssigner slices, long at, ZoneId zone) {
        long slice = slices.assignSliceEnd(GenericRowData.of(TimestampData.fromEpochMillis(at)), NO_CLOCK);
        return TimeWindowUtil.toEpochMillsForTimer(slices.getLastWindowEnd(slice) - 1, zone);
    }
}
