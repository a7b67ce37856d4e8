package dev.millrace.ui.designer;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import dev.millrace.server.connections.ConnectionCheck;
import dev.millrace.server.connections.Connections;
import dev.millrace.ui.shell.Notices;

/** Says while somebody decides on a deployment what is the matter with Flink, such as another version or no free slot; nothing where all is well. */
final class ClusterNotice {
    private ClusterNotice() {}

    /** Looks in the background. */
    static void look(Connections connections) {
        UI ui = UI.getCurrent();
        connections.find("flink").ifPresent(flink -> Thread.ofVirtual().name("cluster-notice").start(() -> {
            ConnectionCheck check = flink.check();
            if (!check.hint().isEmpty()) {
                try {
                    ui.access(() -> Notices.warn(check.finding() + ". " + check.hint()));
                } catch (UIDetachedException left) {
                    // Nobody looks any more.
                }
            }
        }));
    }
}
