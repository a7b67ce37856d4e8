package dev.millrace.server.preview;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** In which windows a time is, as {@link Window} defines them; sessions follow from their rows and are told by {@link Sessions}. */
final class OpenWindows {
    private OpenWindows() {}

    /** From {@code start} until before {@code end}, both in the clock that cuts the windows. */
    record Slice(LocalDateTime start, LocalDateTime end, ZoneId zone) {
        Instant ends() {
            return end.atZone(zone).toInstant();
        }

        /** A window is closed by the first watermark that passes its last millisecond. */
        boolean isOpen(Instant watermark) {
            return watermark.isBefore(ends().minusMillis(1));
        }
    }

    /** The slices that the time is in, the one that ends first before the others; empty for sessions. */
    static List<Slice> of(Rel.WindowAggregate aggregate, Instant time) {
        ZoneId zone = aggregate.window().zone().orElse(ZoneOffset.UTC);
        long at = time.atZone(zone).toLocalDateTime().toInstant(ZoneOffset.UTC).toEpochMilli();
        return switch (aggregate.window()) {
            case Window.Tumbling t -> List.of(slice(start(at, t.size(), t.offset()), t.size(), zone));
            case Window.Hopping h -> {
                var slices = new ArrayList<Slice>();
                long last = start(at, h.slide(), h.offset());
                for (long start = last - h.size().toMillis() + h.slide().toMillis(); start <= last; start += h.slide().toMillis()) {
                    slices.add(slice(start, h.size(), zone));
                }
                yield slices;
            }
            case Window.Cumulating c -> {
                var slices = new ArrayList<Slice>();
                long start = start(at, c.size(), c.offset());
                for (long size = c.step().toMillis(); size <= c.size().toMillis(); size += c.step().toMillis()) {
                    if (at < start + size) {
                        slices.add(slice(start, Duration.ofMillis(size), zone));
                    }
                }
                yield slices;
            }
            case Window.Session s -> List.of();
        };
    }

    private static long start(long at, Duration size, Duration offset) {
        return at - Math.floorMod(at - offset.toMillis(), size.toMillis());
    }

    private static Slice slice(long start, Duration size, ZoneId zone) {
        return new Slice(clock(start), clock(start + size.toMillis()), zone);
    }

    private static LocalDateTime clock(long millis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }
}
