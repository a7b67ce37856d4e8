package dev.millrace.ui.alerts;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.millrace.server.alerts.Alerts;
import dev.millrace.server.alerts.Channel;
import dev.millrace.server.alerts.RuleRefused;
import dev.millrace.server.alerts.Target;
import dev.millrace.server.alerts.UnknownAlert;
import dev.millrace.server.security.AdministratorsOnly;
import dev.millrace.ui.shell.Notices;
import java.util.List;
import java.util.Optional;

/** Where messages are sent to. */
final class ChannelsPanel extends Div {
    private final transient Alerts alerts;
    private final String user;
    private final boolean administrator;
    private final Div list = new Div();
    private transient List<Channel> shown;

    ChannelsPanel(Alerts alerts, String user) {
        this.alerts = alerts;
        this.user = user;
        this.administrator = alerts.isAdministrator(user);
        var bar = new Div();
        bar.addClassName("alerts-bar");
        if (administrator) {
            var make = new Button("Add channel", e -> edit(Optional.empty()));
            make.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            bar.add(make);
        }
        var help = new Span(administrator ? "Services and the server for mail are set up where Millrace is started; './millrace help' lists the settings."
                : "Administrators say where messages are sent to.");
        help.addClassName("field-help");
        bar.add(help);
        add(bar, list);
    }

    /** Reads anew. */
    void refresh() {
        List<Channel> now = alerts.channels();
        if (now.equals(shown)) {
            return;
        }
        shown = now;
        list.removeAll();
        if (now.isEmpty()) {
            list.add(new Paragraph("No channels yet: what fires is shown here and told nobody."));
        }
        now.forEach(channel -> list.add(box(channel)));
    }

    private Section box(Channel channel) {
        var title = new H2(channel.wish().name());
        var head = new Div(title);
        head.addClassName("connection-head");
        if (administrator) {
            head.add(button("Try", channel, () -> {
                alerts.tryOut(channel.id(), user);
                Notices.tell("A trial message is on its way. If it does not arrive, that is said here");
            }), button("Change", channel, () -> edit(Optional.of(channel))), button("Delete", channel, () -> confirm(channel)));
        }
        String least = switch (channel.wish().least()) {
            case INFO -> "All alerts";
            case WARNING -> "Warnings and critical alerts";
            case CRITICAL -> "Critical alerts only";
        };
        var box = new Section(head, new Paragraph(words(channel.wish().target()) + ". " + least + "."));
        box.addClassName("connection");
        box.getElement().setAttribute("aria-label", "Channel " + channel.wish().name());
        return box;
    }

    static String words(Target target) {
        return switch (target) {
            case Target.Webhook hook -> "Posts " + switch (hook.format()) {
                case JSON -> "JSON";
                case SLACK -> "messages for Slack";
                case TEAMS -> "messages for Teams";
            } + " to the service '" + hook.service() + "'";
            case Target.Mail mail -> "Mail to " + String.join(", ", mail.to());
            case Target.KafkaTopic topic -> "Records in the topic " + topic.topic() + (topic.cluster().equals("default") ? "" : " on " + topic.cluster());
        };
    }

    private Button button(String text, Channel channel, Runnable action) {
        var button = new Button(text, e -> {
            try {
                action.run();
            } catch (RuleRefused | UnknownAlert | AdministratorsOnly refused) {
                Notices.warn(refused.getMessage());
            }
            refresh();
        });
        button.setAriaLabel(text + " " + channel.wish().name());
        button.addThemeVariants(ButtonVariant.LUMO_SMALL);
        return button;
    }

    private void edit(Optional<Channel> channel) {
        new ChannelDialog(channel, alerts.offered(), wish -> {
            if (channel.isPresent()) {
                alerts.change(channel.get().id(), wish, user);
            } else {
                alerts.add(wish, user);
            }
            refresh();
        }).open();
    }

    private void confirm(Channel channel) {
        var dialog = new ConfirmDialog("Delete '" + channel.wish().name() + "'?", "Messages that wait for it are not sent.", "Delete", e -> {
            try {
                alerts.delete(channel.id(), user);
            } catch (UnknownAlert | AdministratorsOnly refused) {
                Notices.warn(refused.getMessage());
            }
            refresh();
        });
        dialog.setCancelable(true);
        dialog.setConfirmButtonTheme("error primary");
        dialog.open();
    }
}
