package dev.millrace.ui.alerts;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.millrace.server.alerts.Alerts;
import dev.millrace.server.alerts.Message;
import dev.millrace.server.alerts.MessageItem;
import dev.millrace.server.alerts.UnknownAlert;
import dev.millrace.ui.shell.LocalTime;
import dev.millrace.ui.shell.Notices;
import java.util.List;
import java.util.stream.Collectors;

/** Messages that did not arrive, with why; nothing where all did. */
final class UndeliveredList extends Div {
    private static final int MOST = 10;

    private final transient Alerts alerts;
    private transient List<Message> shown = List.of();

    UndeliveredList(Alerts alerts) {
        this.alerts = alerts;
        getElement().setAttribute("role", "alert");
    }

    /** Reads anew. */
    void refresh() {
        List<Message> now = alerts.undelivered();
        if (now.equals(shown)) {
            return;
        }
        shown = now;
        removeAll();
        setClassName("failure", !now.isEmpty());
        if (!now.isEmpty()) {
            var title = new Paragraph(now.size() == 1 ? "A message did not arrive" : now.size() + " messages did not arrive");
            title.addClassName("error-text");
            add(title);
        }
        now.stream().limit(MOST).forEach(message -> add(line(message)));
        if (now.size() > MOST) {
            add(new Paragraph("And " + (now.size() - MOST) + " more"));
        }
    }

    private Div line(Message message) {
        String about = message.items().stream().map(MessageItem::name).distinct().collect(Collectors.joining(", "));
        String channel = message.channel().wish().name();
        var words = new Span(new Span("To '" + channel + "', about " + about + ", from "), new LocalTime(message.madeAt()), new Span(": " + message.trouble() + ". "
                + (message.state() == Message.State.GIVEN_UP ? "It is not tried again by itself." : "Tried " + (message.tries() == 1 ? "once" : message.tries() + " times") + ", again at ")));
        if (message.state() == Message.State.WAITING) {
            words.add(new LocalTime(message.dueAt()));
        }
        var line = new Div(words, button("Send now", "Send the message to " + channel + " now", () -> alerts.sendAgain(message.id())),
                button("Give up", "Give up the message to " + channel, () -> alerts.drop(message.id())));
        line.addClassName("undelivered");
        return line;
    }

    private Button button(String text, String label, Runnable action) {
        var button = new Button(text, e -> {
            try {
                action.run();
            } catch (UnknownAlert gone) {
                Notices.tell(gone.getMessage());
            }
            refresh();
        });
        button.setAriaLabel(label);
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        return button;
    }
}
