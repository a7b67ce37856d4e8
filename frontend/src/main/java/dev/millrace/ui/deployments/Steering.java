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

/**
 * Stop and cancel, for a deployment that is not over; on its page also suspend, resume and restart. The buttons stay while the deployment changes: one that is replaced while somebody
 * presses it does nothing.
 */
public final class Steering extends Div {
    private final boolean all;
    private final Button stop;
    private final Button resume;
    private final Button suspend;
    private final Button restart;
    private final Button cancel;
    private transient Deployment deployment;

    /** Stop and cancel. */
    public Steering(DeploymentService deployments, Author author) {
        this(deployments, author, () -> "", false);
    }

    /** @param why what the person says why, when a button is pressed */
    Steering(DeploymentService deployments, Author author, Supplier<String> why, boolean all) {
        this.all = all;
        addClassName("steering");
        stop = button("Stop", "Stops after a savepoint; the next deployment can go on from it", () -> deployments.stopWithSavepoint(deployment.id(), author, why.get()));
        resume = button("Resume", "Goes on from where it was suspended", () -> deployments.resume(deployment.id(), author, why.get()));
        suspend = button("Suspend", "Stops after a savepoint, until you resume it", () -> deployments.suspend(deployment.id(), author, why.get()));
        restart = button("Restart", "Stops after a savepoint and begins the same revision with it",
                () -> Places.go(Places.of(deployments.restart(deployment.id(), author, why.get()).id())));
        cancel = new Button("Cancel", e -> {
            Deployment asked = deployment;
            var dialog = new ConfirmDialog("Cancel the deployment?", "It ends at once, without a savepoint. Its last checkpoint stays.", "Cancel the deployment",
                    c -> deployments.cancel(asked.id(), author, why.get()));
            dialog.setCancelable(true);
            dialog.setCancelText("Let it run");
            dialog.setConfirmButtonTheme("error primary");
            dialog.open();
        });
        cancel.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_TERTIARY);
        add(stop, resume, suspend, restart, cancel);
        setVisible(false);
    }

    /** @param now what the buttons are about, whenever it has changed */
    public void show(Deployment now) {
        deployment = now;
        boolean runs = now.wanted() == Deployment.Wanted.RUNNING && now.state() != Deployment.State.WAITING;
        boolean rests = now.state() == Deployment.State.SUSPENDED;
        stop.setEnabled(runs || rests);
        resume.setVisible(all && rests);
        suspend.setVisible(all && !rests);
        suspend.setEnabled(runs);
        restart.setVisible(all && !rests);
        restart.setEnabled(runs);
        cancel.setEnabled(now.wanted() != Deployment.Wanted.CANCELLED);
        setVisible(!now.state().isOver());
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
