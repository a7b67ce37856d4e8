package dev.millrace.ui.fleet;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.millrace.server.deployment.AlreadyDeployed;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.NotDeployable;
import dev.millrace.server.deployment.NotNow;
import dev.millrace.server.deployment.UnknownDeployment;
import dev.millrace.server.design.Author;
import dev.millrace.server.design.PipelineTags;
import java.util.List;
import java.util.function.Consumer;

/** What can be done with several deployments at once: asked once, with their names, and told of each how it went. */
final class ChosenActions extends Div {
    private final transient DeploymentService deployments;
    private final transient Runnable clear;
    private final Span count = new Span();
    private final Div bar = new Div();
    private final Div results = new Div();
    private transient List<Ship> chosen = List.of();

    ChosenActions(DeploymentService deployments, PipelineTags tags, Author author, Runnable clear) {
        this.deployments = deployments;
        this.clear = clear;
        bar.add(count, button("Stop with savepoint", () -> ask("Stop", "Each stops after a savepoint, and can go on from it later.", "will stop after a savepoint",
                        id -> deployments.stopWithSavepoint(id.id(), author, ""))),
                button("Restart", () -> ask("Restart", "Each stops after a savepoint and begins the same revision with it.", "will stop after a savepoint and begin again with it",
                        id -> deployments.restart(id.id(), author, ""))),
                button("Tags…", () -> new TagsDialog(tags, chosen).open()), button("Choose none", clear));
        bar.addClassName("fleet-chosen");
        bar.setVisible(false);
        results.addClassName("fleet-results");
        results.getElement().setAttribute("role", "status");
        add(bar, results);
    }

    private static Button button(String text, Runnable does) {
        var button = new Button(text, e -> does.run());
        button.addThemeVariants(ButtonVariant.LUMO_SMALL);
        return button;
    }

    void show(List<Ship> now) {
        chosen = now;
        bar.setVisible(!now.isEmpty());
        count.setText(now.size() + " chosen");
    }

    private void ask(String verb, String means, String done, Consumer<Ship> act) {
        List<Ship> these = chosen;
        var dialog = new ConfirmDialog();
        String title = verb + (these.size() == 1 ? " this deployment?" : " these " + these.size() + " deployments?");
        dialog.setHeader(title);
        var names = new UnorderedList();
        these.forEach(s -> names.add(new ListItem(s.deployment().pipelineName() + ", revision " + s.deployment().revision())));
        dialog.add(names, new Paragraph(means));
        dialog.setConfirmText(verb);
        dialog.setCancelable(true);
        dialog.setCancelText("Leave");
        dialog.addConfirmListener(e -> act(these, done, act));
        dialog.open();
    }

    private void act(List<Ship> these, String done, Consumer<Ship> act) {
        results.removeAll();
        var list = new UnorderedList();
        for (Ship ship : these) {
            String refused = tried(ship, act);
            var item = new ListItem(ship.deployment().pipelineName() + " " + (refused.isEmpty() ? done : "does not: " + refused));
            item.setClassName("error-text", !refused.isEmpty());
            list.add(item);
        }
        results.add(list, button("Close", results::removeAll));
        clear.run();
    }

    /** Why it was refused; empty where it was not. */
    private String tried(Ship ship, Consumer<Ship> act) {
        try {
            Deployment now = deployments.get(ship.id());
            if (now.state().isOver()) {
                return "it is over already";
            }
            act.accept(ship);
            return "";
        } catch (NotNow | NotDeployable | AlreadyDeployed | UnknownDeployment refused) {
            return refused.getMessage();
        }
    }
}
