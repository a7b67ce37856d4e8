package dev.millrace.ui.deployments;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.dom.Element;
import dev.millrace.pipeline.NodeId;
import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.AlreadyDeployed;
import dev.millrace.server.deployment.DeployRequest;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.NotDeployable;
import dev.millrace.server.deployment.NotNow;
import dev.millrace.server.deployment.StateWouldBeLost;
import dev.millrace.server.design.Author;
import dev.millrace.server.shadow.Comparison;
import dev.millrace.server.shadow.Shadow;
import dev.millrace.server.shadow.Shadows;
import dev.millrace.ui.push.Newest;
import dev.millrace.ui.shell.LocalTime;
import dev.millrace.ui.shell.Notices;
import dev.millrace.ui.shell.Places;
import dev.millrace.ui.shell.Words;
import java.util.Optional;

/** A revision that is tried beside the deployment of the page: what both write, where they differ, and the switch. */
final class ShadowPanel extends Div {
    private final transient Shadows shadows;
    private final transient ShadowFeed feed;
    private final transient Author author;
    private final H2 title = new H2();
    private final Paragraph stands = new Paragraph();
    private final Div details = new Div();
    private final Button takeOver = new Button();
    private final Button discard = new Button("Discard");
    private transient Deployment deployment;
    private transient Optional<Shadow> shown = Optional.empty();
    private transient Subscription subscription = () -> { };

    ShadowPanel(Shadows shadows, ShadowFeed feed, Author author) {
        this.shadows = shadows;
        this.feed = feed;
        this.author = author;
        addClassName("shadow-run");
        setId("shadow-run");
        stands.getElement().setAttribute("aria-live", "polite");
        takeOver.addThemeVariants(ButtonVariant.LUMO_PRIMARY, ButtonVariant.LUMO_SMALL);
        takeOver.addClickListener(e -> ask());
        discard.addThemeVariants(ButtonVariant.LUMO_SMALL);
        discard.setTooltipText("Ends the trial, with its jobs and topics; the running deployment goes on");
        discard.addClickListener(e -> {
            shown.ifPresent(s -> shadows.discard(s.id(), author));
            refresh();
        });
        var head = new Div(title, takeOver, discard);
        head.addClassName("section-head");
        add(head, stands, details);
        setVisible(false);
    }

    /** @param now the deployment of the page, whenever it has changed */
    void show(Deployment now) {
        boolean another = deployment == null || !deployment.id().equals(now.id());
        deployment = now;
        refresh();
        if (another) {
            getUI().ifPresent(this::listen);
        }
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        listen(attach.getUI());
    }

    /** What is told of the deployment before, while its page becomes that of another, is not for this one. */
    private void listen(UI ui) {
        subscription.close();
        DeploymentId of = deployment.id();
        subscription = feed.listen(of, Newest.on(ui, now -> {
            if (deployment.id().equals(of)) {
                refresh(now);
            }
        }));
    }

    @Override
    protected void onDetach(DetachEvent detach) {
        subscription.close();
    }

    private void refresh() {
        refresh(shadows.beside(deployment.id()));
    }

    private void refresh(Optional<Shadow> now) {
        if (now.equals(shown) && now.isPresent()) {
            return;
        }
        shown = now;
        setVisible(now.isPresent());
        now.ifPresent(this::draw);
    }

    private void draw(Shadow shadow) {
        title.setText("Revision " + shadow.revision() + " beside revision " + deployment.revision());
        takeOver.setText("Switch to revision " + shadow.revision());
        takeOver.setVisible(shadow.goesOn());
        takeOver.setEnabled(shadow.state() == Shadow.State.COMPARING);
        discard.setVisible(shadow.goesOn());
        stands.setText(inWords(shadow));
        stands.setClassName("error-text", shadow.outcome().filter(o -> o == Shadow.Outcome.FAILED).isPresent());
        details.removeAll();
        if (shadow.goesOn()) {
            var ends = new Paragraph(new Span("Both began with one savepoint and read the same; what they write goes to temporary topics. It ends by itself "), new LocalTime(shadow.endsAt()),
                    new Span("."));
            ends.addClassName("field-help");
            details.add(ends);
        }
        shadow.comparison().ifPresent(comparison -> {
            comparison.notes().forEach(note -> {
                var words = new Paragraph(note + ".");
                words.addClassName("warning-text");
                details.add(words);
            });
            comparison.sinks().forEach(sink -> draw(sink, shadow));
        });
    }

    private static String inWords(Shadow shadow) {
        String found = shadow.comparison().map(c -> c.different() > 0 ? Words.count(c.different()) + (c.different() == 1 ? " row differs, " : " rows differ, ") + Words.count(c.equal()) + " are equal"
                : c.equal() > 0 ? "All " + Words.count(c.equal()) + " rows are equal" : "No rows yet").orElse("");
        String full = shadow.comparison().filter(Comparison::full).isPresent() ? ". So many differ that no more are looked at" : "";
        return switch (shadow.state()) {
            case TAKING -> "Taking a savepoint of the running job…";
            case STARTING -> "Starting both revisions from the savepoint…";
            case COMPARING -> found + (found.isEmpty() ? "Comparing…" : full + ".");
            case ENDING, ENDED -> switch (shadow.outcome().orElseThrow()) {
                case DISCARDED -> "Discarded. ";
                case SWITCHED -> "Switched: revision " + shadow.revision() + " takes its place. ";
                case EXPIRED -> "Its time was up. ";
                case OVER, FAILED -> shadow.trouble() + ". ";
            } + found + (found.isEmpty() ? "" : full + ".") + (shadow.state() == Shadow.State.ENDING ? " Its jobs and topics are being taken away…" : "");
        };
    }

    private void draw(Comparison.OfSink sink, Shadow shadow) {
        String old = "revision " + deployment.revision();
        String now = "revision " + shadow.revision();
        var numbers = new Paragraph(Words.count(sink.equal()) + " equal, " + Words.count(sink.onlyOld()) + " only in " + old + ", " + Words.count(sink.onlyNew()) + " only in " + now
                + (sink.awaited() > 0 ? ", " + Words.count(sink.awaited()) + " that the other may still write" : "") + ".");
        details.add(new H3(NodeId.parse(sink.node()).map(NodeId::inWords).orElse(sink.node())), numbers);
        if (sink.examples().isEmpty()) {
            return;
        }
        var table = new Element("table");
        table.setAttribute("class", "shadow-rows").setAttribute("aria-label", "Rows of " + sink.node() + " that differ");
        var head = new Element("tr").appendChild(new Element("th").setText("Revision " + deployment.revision()).setAttribute("scope", "col"),
                new Element("th").setText("Revision " + shadow.revision()).setAttribute("scope", "col"));
        table.appendChild(new Element("thead").appendChild(head));
        var body = new Element("tbody");
        sink.examples().forEach(e -> body.appendChild(new Element("tr").appendChild(cell(e.oldRow()), cell(e.newRow()))));
        table.appendChild(body);
        var scroll = new Div();
        scroll.addClassName("shadow-scroll");
        scroll.getElement().setAttribute("tabindex", "0").setAttribute("role", "region").setAttribute("aria-label", "Rows of " + sink.node() + " side by side");
        scroll.getElement().appendChild(table);
        details.add(scroll);
    }

    private static Element cell(String row) {
        return new Element("td").setText(row.isEmpty() ? "–" : row);
    }

    private void ask() {
        Shadow shadow = shown.orElseThrow();
        long differ = shadow.comparison().map(Comparison::different).orElse(0L);
        var dialog = new ConfirmDialog("Switch to revision " + shadow.revision() + "?", (differ > 0 ? Words.count(differ) + (differ == 1 ? " row differs. " : " rows differ. ") : "")
                + "The running job stops with a savepoint, and revision " + shadow.revision() + " goes on from there: no row is lost or written twice where its sinks write exactly once. "
                + "It goes back where the new one does not work.", "Switch", e -> {
                    try {
                        Places.go(Places.of(shadows.takeOver(shadow.id(), Optional.of(DeployRequest.HEALTHY_WITHIN), author).id()));
                    } catch (NotNow | NotDeployable | AlreadyDeployed | StateWouldBeLost refused) {
                        Notices.warn(refused.getMessage());
                    }
                });
        dialog.setCancelable(true);
        dialog.open();
    }
}
