package dev.millrace.ui.designer;

import com.vaadin.flow.component.html.Paragraph;
import dev.millrace.kind.fragment.Arguments;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.LiveParameters;
import dev.millrace.server.deployment.LiveParameters.Now;
import dev.millrace.server.deployment.Start;
import dev.millrace.server.deployment.StateOutlook;
import dev.millrace.server.deployment.StateOutlooks;
import dev.millrace.server.design.Design;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says which live parameters do not begin with the start values of the drawing, since somebody has set them. */
final class StayingValues extends Paragraph {
    private final transient LiveParameters parameters;
    private final transient StateOutlooks outlooks;
    private final transient Design design;

    StayingValues(LiveParameters parameters, StateOutlooks outlooks, Design design) {
        this.parameters = parameters;
        this.outlooks = outlooks;
        this.design = design;
        setId("staying-values");
    }

    /** Shows it for another beginning. */
    void show(Start start) {
        boolean live = design.pipeline().parameters().stream().anyMatch(p -> p.live());
        Optional<StateOutlook> outlook = live ? Optional.of(outlooks.look(design.id(), design.revision(), start)) : Optional.empty();
        Optional<Deployment> before = outlook.flatMap(StateOutlook::of);
        List<Now> set = before.map(b -> parameters.staying(b.id(), design.id(), design.revision())).orElse(List.of());
        setVisible(!set.isEmpty());
        boolean begins = outlook.map(StateOutlook::begins).orElse(false);
        setText(set.stream().map(n -> begins ? "'" + n.parameter().title() + "' stays " + Arguments.plain(n.value()) + ", as " + n.set().orElseThrow().who()
                        + " has set it: its start value " + start(n) + " is not used."
                : "'" + n.parameter().title() + "' begins with its start value " + start(n) + ", and no longer with " + Arguments.plain(n.value()) + ".").collect(Collectors.joining(" ")));
    }

    private static String start(Now now) {
        return Arguments.plain(now.parameter().value().orElseThrow());
    }
}
