package dev.millrace.ui.designer;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import dev.millrace.server.deployment.ClusterOutlook;
import dev.millrace.server.deployment.ClusterOutlooks;
import dev.millrace.server.deployment.FlinkGateway.ClusterStatus;
import dev.millrace.server.deployment.NotOnCluster;
import dev.millrace.server.deployment.Start;
import dev.millrace.server.design.Design;
import java.util.Optional;

/** On which Flink cluster to deploy, and whether it fits: its version, its slots, and the state to begin with. */
final class ClusterChoice extends Div {
    private final transient ClusterOutlooks outlooks;
    private final transient Design design;
    private final Select<String> cluster = new Select<>();
    private final Paragraph found = new Paragraph();
    private final Paragraph note = new Paragraph();
    private transient Start start;
    private transient Optional<String> refusal = Optional.empty();

    ClusterChoice(ClusterOutlooks outlooks, Design design, Start start) {
        this.outlooks = outlooks;
        this.design = design;
        this.start = start;
        addClassName("cluster-choice");
        cluster.setLabel("Flink cluster");
        cluster.setItems(outlooks.clusters());
        cluster.setValue(outlooks.preset(design.id()));
        cluster.setWidthFull();
        cluster.setVisible(outlooks.clusters().size() > 1);
        cluster.addValueChangeListener(e -> look());
        found.addClassName("field-help");
        note.getElement().setAttribute("role", "status");
        add(cluster, found, note);
        look();
    }

    String value() {
        return cluster.getValue();
    }

    /** Why it cannot be deployed there; empty where it can. */
    Optional<String> trouble() {
        return refusal;
    }

    /** The state it is to begin with may lie where a cluster cannot read it. */
    void startWith(Start chosen) {
        start = chosen;
        look();
    }

    private void look() {
        note.removeClassNames("error-text", "warning-text");
        try {
            ClusterOutlook outlook = outlooks.look(design.id(), design.revision(), cluster.getValue(), start);
            refusal = outlook.refusal();
            found.setText(outlook.status().map(s -> says(s, outlook.slotsNeeded())).orElse(""));
            found.setVisible(outlook.status().isPresent());
            tell(outlook.refusal().or(outlook::note).orElse(""), outlook.refusal().isPresent());
        } catch (NotOnCluster gone) {
            refusal = Optional.of(gone.getMessage());
            found.setVisible(false);
            tell(gone.getMessage(), true);
        }
    }

    private void tell(String words, boolean refused) {
        note.setText(words.isEmpty() ? "" : words + ".");
        note.setVisible(!words.isEmpty());
        note.addClassName(refused ? "error-text" : "warning-text");
    }

    private static String says(ClusterStatus status, int needed) {
        return "Flink " + status.flinkVersion() + ". Needs " + (needed == 1 ? "1 slot" : needed + " slots") + "; of " + status.slots() + ", " + status.slotsFree() + " free.";
    }
}
