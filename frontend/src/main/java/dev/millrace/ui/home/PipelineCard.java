package dev.millrace.ui.home;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.fragment.Fragment;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.design.PipelineSummary;
import dev.millrace.ui.deployments.StateBadge;
import dev.millrace.ui.shell.Places;
import dev.millrace.ui.shell.Words;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A pipeline in the list: its drawing, its name, how it stands and who changed it. */
final class PipelineCard extends Div {
    private final transient NodeKinds kinds;
    private final Div picture = new Div();
    private final Anchor name = Places.link("", "");
    private final Span state = new Span();
    private final Span changed = new Span();
    private final Button remove;
    private transient PipelineSummary summary;
    private transient Optional<Deployment> deployment = Optional.empty();

    /** @param delete asked for with what is shown */
    PipelineCard(NodeKinds kinds, BiConsumer<PipelineSummary, Optional<Deployment>> delete) {
        this.kinds = kinds;
        addClassName("card");
        name.addClassName("card-name");
        remove = new Button("Delete", e -> delete.accept(summary, deployment));
        remove.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        changed.addClassName("card-changed");
        var foot = new Div(state, remove, changed);
        foot.addClassName("card-foot");
        add(picture, name, foot);
    }

    void show(PipelineSummary now, Optional<Deployment> newest) {
        if (summary == null || !summary.pipeline().equals(now.pipeline())) {
            picture.removeAll();
            picture.add(Thumbnail.of(now.pipeline(), kinds));
        }
        summary = now;
        deployment = newest;
        name.setHref(Places.of(now.id()));
        name.setText(now.name());
        remove.setAriaLabel("Delete " + now.name());
        changed.setText("Changed " + Words.ago(now.changedAt()) + " by " + now.changedBy());
        if (newest.isPresent() && !Fragment.isOne(now.pipeline())) {
            StateBadge.show(newest.get().state(), state);
        } else {
            state.setText(Fragment.isOne(now.pipeline()) ? "Fragment" : "Not deployed");
        }
    }
}
