package dev.millrace.ui.deployments;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.html.Div;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.design.Author;

/** Stop and cancel, for a deployment that is not over. */
public final class Steering extends Div {
    public Steering(Deployment deployment, DeploymentService deployments, Author author) {
        addClassName("steering");
        var stop = new Button("Stop", e -> deployments.stopWithSavepoint(deployment.id(), author));
        stop.setTooltipText("Stops after a savepoint; the next deployment can go on from it");
        stop.addThemeVariants(ButtonVariant.LUMO_SMALL);
        var cancel = new Button("Cancel", e -> {
            var dialog = new ConfirmDialog("Cancel the deployment?", "It ends at once, without a savepoint. Its last checkpoint stays.", "Cancel the deployment",
                    c -> deployments.cancel(deployment.id(), author));
            dialog.setCancelable(true);
            dialog.setCancelText("Let it run");
            dialog.setConfirmButtonTheme("error primary");
            dialog.open();
        });
        cancel.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_TERTIARY);
        stop.setEnabled(deployment.wanted() == Deployment.Wanted.RUNNING);
        cancel.setEnabled(deployment.wanted() != Deployment.Wanted.CANCELLED);
        add(stop, cancel);
        setVisible(!deployment.state().isOver());
    }
}
