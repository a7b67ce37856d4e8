package dev.millrace.ui.deployments;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.html.Div;
import dev.millrace.server.deployment.AlreadyDeployed;
import dev.millrace.server.deployment.Deployment;
import dev.millrace.server.deployment.DeploymentService;
import dev.millrace.server.deployment.NotDeployable;
import dev.millrace.server.deployment.NotNow;
import dev.millrace.server.design.Author;
import dev.millrace.ui.shell.Notices;
import dev.millrace.ui.shell.Places;
import java.util.function.Supplier;

/** Stop and cancel, for a deployment that is not over; on its page also suspend, resume and restart. */
public final class Steering extends Div {
    /** Stop and cancel. */
    public Steering(Deployment deployment, DeploymentService deployments, Author author) {
        this(deployment, deployments, author, () -> "", false);
    }

    /** @param why what the person says why, when a button is pressed */
    Steering(Deployment deployment, DeploymentService deployments, Author author, Supplier<String> why, boolean all) {
        addClassName("steering");
        boolean runs = deployment.wanted() == Deployment.Wanted.RUNNING && deployment.state() != Deployment.State.WAITING;
        Button stop = button("Stop", "Stops after a savepoint; the next deployment can go on from it",
                () -> deployments.stopWithSavepoint(deployment.id(), author, why.get()));
        stop.setEnabled(runs || deployment.state() == Deployment.State.SUSPENDED);
        add(stop);
        if (all && deployment.state() == Deployment.State.SUSPENDED) {
            add(button("Resume", "Goes on from where it was suspended", () -> deployments.resume(deployment.id(), author, why.get())));
        } else if (all) {
            Button suspend = button("Suspend", "Stops after a savepoint, until you resume it", () -> deployments.suspend(deployment.id(), author, why.get()));
            Button restart = button("Restart", "Stops after a savepoint and begins the same revision with it",
                    () -> Places.go(Places.of(deployments.restart(deployment.id(), author, why.get()).id())));
            suspend.setEnabled(runs);
            restart.setEnabled(runs);
            add(suspend, restart);
        }
        var cancel = new Button("Cancel", e -> {
            var dialog = new ConfirmDialog("Cancel the deployment?", "It ends at once, without a savepoint. Its last checkpoint stays.", "Cancel the deployment",
                    c -> deployments.cancel(deployment.id(), author, why.get()));
            dialog.setCancelable(true);
            dialog.setCancelText("Let it run");
            dialog.setConfirmButtonTheme("error primary");
            dialog.open();
        });
        cancel.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_TERTIARY);
        cancel.setEnabled(deployment.wanted() != Deployment.Wanted.CANCELLED);
        add(cancel);
        setVisible(!deployment.state().isOver());
    }

    private static Button button(String text, String tooltip, Runnable does) {
        var button = new Button(text, e -> {
            try {
                does.run();
            } catch (NotNow | NotDeployable | AlreadyDeployed refused) {
                Notices.warn(refused.getMessage());
            }
        });
        button.setTooltipText(tooltip);
        button.addThemeVariants(ButtonVariant.LUMO_SMALL);
        return button;
    }
}
