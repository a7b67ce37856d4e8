package dev.millrace.ui.connections;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.millrace.rel.Topic;
import dev.millrace.server.connections.Connection;
import dev.millrace.server.connections.ConnectionCheck;
import dev.millrace.server.connections.Connections;
import dev.millrace.ui.shell.Asking;
import dev.millrace.ui.shell.Places;
import jakarta.annotation.security.PermitAll;

/** Kafka and Flink as they are set up: whether they can be reached, and if not, what is the matter. */
@Route(Places.CONNECTIONS)
@PageTitle("Connections · Millrace")
@PermitAll
public class ConnectionsView extends Main {
    public ConnectionsView(Connections connections) {
        addClassName("plain-page");
        var head = new Div(new H1("Connections"));
        head.addClassName("page-head");
        var help = new Paragraph("Addresses, certificates and passwords are set up where Millrace is started; './millrace help' lists the settings.");
        help.addClassName("field-help");
        add(head, help);
        connections.all().forEach(c -> add(box(c)));
    }

    private static Component box(Connection connection) {
        String kind = switch (connection.kind()) {
            case FLINK -> "Flink";
            case KAFKA -> "Kafka";
        };
        String title = connection.cluster().equals(Topic.DEFAULT_CLUSTER) ? kind : kind + " '" + connection.cluster() + "'";
        var asking = new Asking();
        var test = new Button("Test", e -> test(connection, title, asking));
        test.setAriaLabel("Test " + title);
        test.addThemeVariants(ButtonVariant.LUMO_SMALL);
        var head = new Div(new H2(title), new Code(connection.address()), test);
        head.addClassName("connection-head");
        var box = new Section(head, asking);
        box.addClassName("connection");
        box.getElement().setAttribute("aria-label", title);
        test(connection, title, asking);
        return box;
    }

    private static void test(Connection connection, String title, Asking asking) {
        asking.ask("Trying to reach " + title + ", for 15 s at most", connection::check, ConnectionsView::found);
    }

    private static Component found(ConnectionCheck check) {
        boolean warns = check.cause() == ConnectionCheck.Cause.OTHER_VERSION;
        var sign = new Span(!check.works() ? "✕" : warns ? "!" : "✓");
        sign.getElement().setAttribute("aria-hidden", "true");
        var finding = new Div(sign, new Span(check.finding()));
        finding.addClassNames("badge", "connection-finding", !check.works() ? "badge-failed" : warns ? "badge-restarting" : "badge-finished");
        var answer = new Div(finding);
        if (!check.hint().isEmpty()) {
            var hint = new Paragraph(check.hint() + ".");
            hint.addClassName("connection-hint");
            answer.add(hint);
        }
        var facts = new Div();
        facts.addClassName("facts");
        check.facts().forEach(f -> {
            var name = new Span(f.name());
            name.addClassName("fact-name");
            var value = new Span(f.value());
            value.addClassName("fact-value");
            var fact = new Div(name, value);
            fact.addClassName("fact");
            facts.add(fact);
        });
        if (!check.facts().isEmpty()) {
            answer.add(facts);
        }
        var took = new Span("Tested just now, in " + check.took().toMillis() + " ms");
        took.addClassName("field-help");
        answer.add(took);
        return answer;
    }
}
