package dev.millrace.ui.designer;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.millrace.server.connections.ConnectionCheck;
import dev.millrace.server.connections.Connections;
import dev.millrace.ui.shell.Asking;

/** Says before a deployment what is the matter with Flink, such as another version or no free slot; nothing where all is well. */
final class ClusterNotice extends Div {
    ClusterNotice(Connections connections) {
        connections.find("flink").ifPresent(flink -> {
            var asking = new Asking();
            add(asking);
            asking.ask("Looking at Flink", flink::check, ClusterNotice::words);
        });
    }

    private static Component words(ConnectionCheck check) {
        if (check.hint().isEmpty()) {
            return new Div();
        }
        var words = new Paragraph(check.finding() + ". " + check.hint() + ".");
        words.addClassName(check.works() ? "warning-text" : "error-text");
        return words;
    }
}
