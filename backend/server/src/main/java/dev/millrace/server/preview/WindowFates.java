package dev.millrace.server.preview;

import dev.millrace.rel.Rel;
import dev.millrace.rel.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** In which windows the rows of a window's input are, which of these are open and until when. */
final class WindowFates {
    private final Rel.WindowAggregate window;
    private final Optional<Instant> watermark;
    private final Map<String, Span> spans = new TreeMap<>();

    /** A window that rows are in. @param order its end, then its key */
    private static final class Span {
        private final String key;
        private final String start;
        private final String end;
        private final Instant ends;
        private final boolean open;
        private int rows;

        Span(String key, String start, String end, Instant ends, boolean open) {
            this.key = key;
            this.start = start;
            this.end = end;
            this.ends = ends;
            this.open = open;
        }
    }

    /** @param watermark at the node's input; empty: none has come yet */
    WindowFates(Rel.WindowAggregate window, Optional<Instant> watermark) {
        this.window = window;
        this.watermark = watermark;
    }

    /** @param rows those that came in time; null for the others @return what each counts in; null for those that did not come in time */
    List<Fate> of(List<JsonNode> rows) {
        return window.window() instanceof Window.Session session ? sessions(session, rows) : rows.stream().map(row -> row == null ? null : slices(row)).toList();
    }

    private Fate slices(JsonNode row) {
        Optional<Instant> time = RowTimes.read(row.path(window.time()));
        if (time.isEmpty()) {
            return Fate.UNKNOWN;
        }
        OpenWindows.Slice first = null;
        for (OpenWindows.Slice slice : OpenWindows.of(window, time.get())) {
            boolean open = watermark.map(slice::isOpen).orElse(true);
            String end = RowTimes.write(slice.end());
            spans.computeIfAbsent(slice.ends() + " " + slice.start(), k -> new Span("", RowTimes.write(slice.start()), end, slice.ends(), open)).rows++;
            if (open && first == null) {
                first = slice;
            }
        }
        return first == null ? Fate.waits("was counted in a window that has closed") : Fate.waits("is in the window from " + RowTimes.write(first.start())
                + ", open until event time passes " + RowTimes.write(first.end()));
    }

    private List<Fate> sessions(Window.Session session, List<JsonNode> rows) {
        record At(int index, Instant time) {}
        var byKey = new TreeMap<String, List<At>>();
        for (int i = 0; i < rows.size(); i++) {
            JsonNode row = rows.get(i);
            int index = i;
            if (row != null) {
                RowTimes.read(row.path(window.time())).ifPresent(time -> byKey.computeIfAbsent(key(row), k -> new ArrayList<>()).add(new At(index, time)));
            }
        }
        var fates = new HashMap<Integer, Fate>();
        byKey.forEach((key, times) -> {
            times.sort(Comparator.comparing(At::time));
            for (int from = 0; from < times.size();) {
                int to = from;
                // Sessions exactly one gap apart are one.
                while (to + 1 < times.size() && !times.get(to + 1).time().isAfter(times.get(to).time().plus(session.gap()))) {
                    to++;
                }
                Instant ends = times.get(to).time().plus(session.gap());
                boolean open = watermark.map(w -> w.isBefore(ends.minusMillis(1))).orElse(true);
                String start = RowTimes.write(times.get(from).time());
                var span = new Span(key, start, RowTimes.write(ends), ends, open);
                span.rows = to - from + 1;
                spans.put(ends + " " + key + " " + start, span);
                Fate fate = open ? Fate.waits("is in the session from " + start + ", open until event time passes " + RowTimes.write(ends))
                        : Fate.waits("was counted in a session that has closed");
                IntStream.rangeClosed(from, to).forEach(i -> fates.put(times.get(i).index(), fate));
                from = to + 1;
            }
        });
        return IntStream.range(0, rows.size()).mapToObj(i -> rows.get(i) == null ? null : fates.getOrDefault(i, Fate.UNKNOWN)).collect(Collectors.toList());
    }

    private String key(JsonNode row) {
        return window.keys().stream().map(k -> k + " " + row.path(k).asString("NULL")).collect(Collectors.joining(", "));
    }

    /** After {@link #of}. */
    List<NodeFlow.Open> open() {
        return spans.values().stream().filter(s -> s.open).sorted(Comparator.comparing(s -> s.ends)).map(s -> new NodeFlow.Open(s.key, s.start, s.end, s.rows))
                .toList();
    }
}
