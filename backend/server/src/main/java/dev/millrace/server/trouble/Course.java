package dev.millrace.server.trouble;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.deployment.ReadPartitions.Partition;
import dev.millrace.server.metrics.LiveMetrics;
import dev.millrace.server.metrics.NodeNumbers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How the numbers of a deployment went in the last half minute, so that what is one way for a moment is told from what stays so. Not for several threads.
 */
final class Course {
    /** What holds for so long is no moment. */
    static final Duration LONG = Duration.ofSeconds(15);
    private static final Duration KEPT = Duration.ofSeconds(40);
    /** Numbers that are further apart say nothing of what was between them. */
    private static final Duration GAP = Duration.ofSeconds(10);
    private static final int CHECKPOINTS = 3;
    private static final double GROWN = 1.01;

    private final Deque<LiveMetrics> seen = new ArrayDeque<>();
    private final Deque<States> states = new ArrayDeque<>();

    /** @param bytes of what nodes keep, where that can be told */
    private record States(long checkpoint, Map<NodeId, NodeNumbers> bytes) {}

    /** Takes the newest numbers in; those that were seen already change nothing. */
    void add(LiveMetrics now) {
        LiveMetrics last = seen.peekLast();
        if (last != null && !now.at().isAfter(last.at())) {
            return;
        }
        // Rows that are taken back, to be read again: the job began anew.
        if (last != null && (Duration.between(last.at(), now.at()).compareTo(GAP) > 0 || now.rowsIn().total() < last.rowsIn().total())) {
            seen.clear();
            states.clear();
        }
        seen.addLast(now);
        while (seen.peekFirst().at().isBefore(now.at().minus(KEPT))) {
            seen.removeFirst();
        }
        now.lastCheckpoint().filter(c -> states.isEmpty() || states.peekLast().checkpoint() < c.number()).ifPresent(c -> {
            states.addLast(new States(c.number(), now.nodes()));
            while (states.size() > CHECKPOINTS) {
                states.removeFirst();
            }
        });
    }

    /** The numbers of the last {@link #LONG}, oldest first; none where they are not known for so long. */
    private List<LiveMetrics> lately() {
        if (seen.isEmpty()) {
            return List.of();
        }
        Instant from = seen.peekLast().at().minus(LONG);
        if (seen.peekFirst().at().isAfter(from)) {
            return List.of();
        }
        return seen.stream().filter(m -> !m.at().isBefore(from)).toList();
    }

    private List<NodeNumbers> lately(NodeId node) {
        var numbers = new ArrayList<NodeNumbers>();
        for (LiveMetrics moment : lately()) {
            NodeNumbers of = moment.nodes().get(node);
            if (of == null) {
                return List.of();
            }
            numbers.add(of);
        }
        return numbers;
    }

    private boolean always(NodeId node, Predicate<NodeNumbers> holds) {
        List<NodeNumbers> numbers = lately(node);
        return !numbers.isEmpty() && numbers.stream().allMatch(holds);
    }

    /**
     * Whether a source is given records faster than it reads them: what it has yet to read has grown in both halves of the time, by more than a tenth of what it read.
     *
     * @param atLeast fewer records are no trouble
     */
    boolean fallsBehind(NodeId source, long atLeast) {
        List<NodeNumbers> numbers = lately(source);
        if (numbers.size() < 3 || numbers.stream().anyMatch(n -> n.lag().isEmpty())) {
            return false;
        }
        long first = numbers.getFirst().lag().getAsLong();
        long middle = numbers.get(numbers.size() / 2).lag().getAsLong();
        long last = numbers.getLast().lag().getAsLong();
        long read = numbers.getLast().rowsIn().total() - numbers.getFirst().rowsIn().total();
        return last >= atLeast && first < middle && middle < last && last - first > read / 10;
    }

    /** Whether records come in and event time has not moved, or has not begun. */
    boolean standsStill(NodeId source) {
        List<NodeNumbers> numbers = lately(source);
        if (numbers.size() < 3) {
            return false;
        }
        Optional<Instant> time = numbers.getFirst().watermark();
        // In both halves, since those of a source that has just stopped are its last.
        return numbers.stream().allMatch(n -> n.watermark().equals(time)) && grows(numbers, n -> OptionalLong.of(n.rowsIn().total()));
    }

    /** Partitions of which nothing more was there to be read all the time; none where offsets are not known. */
    List<Partition> silent(NodeId source) {
        List<NodeNumbers> numbers = lately(source);
        if (numbers.size() < 3) {
            return List.of();
        }
        Map<String, OptionalLong> ends = numbers.getFirst().read().partitions().stream().collect(Collectors.toMap(Course::place, Partition::end));
        return numbers.getLast().read().partitions().stream()
                .filter(p -> p.end().isPresent() && p.end().equals(ends.get(place(p))) && p.lag().orElse(0) == 0 && !p.idle())
                .sorted(Comparator.comparing(Partition::topic).thenComparing(Partition::number)).toList();
    }

    private static String place(Partition partition) {
        return partition.topic() + "/" + partition.number();
    }

    private static boolean grows(List<NodeNumbers> numbers, Function<NodeNumbers, OptionalLong> count) {
        long first = count.apply(numbers.getFirst()).orElse(0);
        long middle = count.apply(numbers.get(numbers.size() / 2)).orElse(0);
        long last = count.apply(numbers.getLast()).orElse(0);
        return first < middle && middle < last;
    }

    /** How far event time has been ahead of the clock all the time; empty where it was not. */
    Optional<Duration> ahead(NodeId source) {
        Duration least = null;
        for (LiveMetrics moment : lately()) {
            NodeNumbers numbers = moment.nodes().get(source);
            if (numbers == null || numbers.watermark().isEmpty() || !numbers.watermark().get().isAfter(moment.at())) {
                return Optional.empty();
            }
            Duration ahead = Duration.between(moment.at(), numbers.watermark().get());
            least = least == null || ahead.compareTo(least) < 0 ? ahead : least;
        }
        return Optional.ofNullable(least);
    }

    /** Whether one copy of a node works nearly all the time and another one hardly ever. */
    boolean isUneven(NodeId node) {
        return always(node, n -> n.busy() >= 0.8 && n.leastBusy().isPresent() && n.leastBusy().getAsDouble() <= 0.3);
    }

    /** Whether what a node keeps was larger at each of the last checkpoints than at the one before, by a hundredth in all. */
    boolean keepsGrowing(NodeId node, long atLeast) {
        if (states.size() < CHECKPOINTS) {
            return false;
        }
        long before = -1;
        for (States state : states) {
            NodeNumbers numbers = state.bytes().get(node);
            if (numbers == null || numbers.stateBytes().isEmpty() || numbers.stateBytes().getAsLong() <= before) {
                return false;
            }
            before = numbers.stateBytes().getAsLong();
        }
        return before >= atLeast && before >= states.peekFirst().bytes().get(node).stateBytes().getAsLong() * GROWN;
    }
}
