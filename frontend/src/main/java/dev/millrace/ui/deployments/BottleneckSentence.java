package dev.millrace.ui.deployments;

import com.vaadin.flow.component.html.Div;
import dev.millrace.compile.Compilation;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.NodeNames;
import dev.millrace.server.metrics.Bottleneck;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which node holds the rest back, in a sentence above the drawing; empty where none does. */
final class BottleneckSentence extends Div {
    private static final List<String> NUMBERS = List.of("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
    /** Smaller changes are not told, so that a screen reader is not told something every second. */
    private static final double WORTH_TELLING = 0.05;
    private final transient NodeKinds kinds;
    private transient Optional<Bottleneck> shown = Optional.empty();

    BottleneckSentence(NodeKinds kinds) {
        this.kinds = kinds;
        addClassName("bottleneck");
        getElement().setAttribute("role", "status");
    }

    void show(Compilation compilation, Optional<Bottleneck> now) {
        if (isLike(shown, now)) {
            return;
        }
        shown = now;
        setText(now.map(b -> words(b, compilation, kinds)).orElse(""));
    }

    private static boolean isLike(Optional<Bottleneck> one, Optional<Bottleneck> other) {
        return one.isPresent() == other.isPresent() && one.map(o -> o.node().equals(other.get().node()) && o.waiting().equals(other.get().waiting())
                && o.together().equals(other.get().together()) && Math.abs(o.busy() - other.get().busy()) < WORTH_TELLING).orElse(true);
    }

    /** "'Enrich' holds the rest back: busy 98 %, two nodes before it wait". */
    static String words(Bottleneck bottleneck, Compilation compilation, NodeKinds kinds) {
        List<String> names = Stream.concat(Stream.of(bottleneck.node()), bottleneck.together().stream()).map(compilation::drawn).distinct()
                .map(n -> "'" + NodeNames.of(n, compilation.pipeline(), kinds) + "'").toList();
        long waiting = bottleneck.waiting().stream().map(compilation::drawn).distinct().filter(n -> !n.equals(compilation.drawn(bottleneck.node()))).count();
        String count = waiting < NUMBERS.size() ? NUMBERS.get((int) waiting) : Long.toString(waiting);
        String who = names.size() == 1 ? names.getFirst() + " holds the rest back" : names.subList(0, names.size() - 1).stream().collect(Collectors.joining(", "))
                + " and " + names.getLast() + " run in one task, which holds the rest back";
        return who + ": busy " + Math.round(bottleneck.busy() * 100) + " %, " + count + (waiting == 1 ? " node before it waits" : " nodes before it wait");
    }
}
