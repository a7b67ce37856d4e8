package dev.millrace.ui.alerts;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import dev.millrace.server.alerts.Alerts;
import dev.millrace.server.alerts.Channel;
import dev.millrace.server.alerts.RuleRefused;
import dev.millrace.server.alerts.Severity;
import dev.millrace.server.alerts.Target;
import dev.millrace.server.alerts.TargetJson;
import dev.millrace.server.alerts.UnknownAlert;
import dev.millrace.server.security.AdministratorsOnly;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes or changes a channel. */
final class ChannelDialog extends Dialog {
    private enum Kind {
        WEBHOOK("Webhook"), MAIL("Mail"), KAFKA("Kafka topic");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    private final transient Alerts.Offered offered;
    private final transient Consumer<Channel.Wish> save;
    private final TextField name = new TextField("Name");
    private final Select<Kind> kind = new Select<>();
    private final Select<String> service = new Select<>();
    private final Select<Target.Format> format = new Select<>();
    private final TextField to = new TextField("To");
    private final Select<String> cluster = new Select<>();
    private final TextField topic = new TextField("Topic");
    private final Select<Severity> least = new Select<>();
    private final Div fields = new Div();
    private final Paragraph missing = new Paragraph();
    private final Paragraph wrong = new Paragraph();

    /** @param before empty for a new one @param save may throw {@link RuleRefused} */
    ChannelDialog(Optional<Channel> before, Alerts.Offered offered, Consumer<Channel.Wish> save) {
        this.offered = offered;
        this.save = save;
        setHeaderTitle(before.isPresent() ? "Change channel" : "New channel");
        setWidth("520px");
        addClassName("rule-dialog");
        name.setWidthFull();
        name.setMaxLength(100);
        kind.setLabel("Kind");
        kind.setItems(Kind.values());
        kind.setItemLabelGenerator(k -> k.words);
        kind.setValue(!offered.services().isEmpty() ? Kind.WEBHOOK : offered.mail() ? Kind.MAIL : Kind.KAFKA);
        service.setLabel("Service");
        service.setItems(offered.services());
        offered.services().stream().findFirst().ifPresent(service::setValue);
        format.setLabel("For");
        format.setItems(Target.Format.values());
        format.setItemLabelGenerator(f -> switch (f) {
            case JSON -> "Any program, as JSON";
            case SLACK -> "Slack";
            case TEAMS -> "Teams";
        });
        format.setValue(Target.Format.JSON);
        to.setWidthFull();
        to.setHelperText("Addresses, with commas between several");
        cluster.setLabel("Cluster");
        cluster.setItems(offered.clusters());
        cluster.setValue(offered.clusters().getFirst());
        topic.setHelperText("It is made where it is missing");
        least.setLabel("Which alerts");
        least.setItems(Severity.values());
        least.setItemLabelGenerator(s -> switch (s) {
            case INFO -> "All";
            case WARNING -> "Warnings and critical ones";
            case CRITICAL -> "Critical ones only";
        });
        least.setValue(Severity.WARNING);
        fields.addClassName("field-pair");
        missing.addClassName("warning-text");
        wrong.addClassName("error-text");
        wrong.getElement().setAttribute("role", "alert");
        before.ifPresent(channel -> fill(channel.wish()));
        kind.addValueChangeListener(e -> draw());
        add(name, kind, fields, missing, least, wrong);
        var cancel = new Button("Cancel", e -> close());
        cancel.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        var done = new Button(before.isPresent() ? "Save" : "Add channel", e -> save());
        done.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        done.addClickShortcut(Key.ENTER);
        getFooter().add(cancel, done);
        draw();
        name.focus();
    }

    private void fill(Channel.Wish wish) {
        name.setValue(wish.name());
        least.setValue(wish.least());
        switch (wish.target()) {
            case Target.Webhook hook -> {
                kind.setValue(Kind.WEBHOOK);
                service.setValue(offered.services().contains(hook.service()) ? hook.service() : null);
                format.setValue(hook.format());
            }
            case Target.Mail mail -> {
                kind.setValue(Kind.MAIL);
                to.setValue(String.join(", ", mail.to()));
            }
            case Target.KafkaTopic record -> {
                kind.setValue(Kind.KAFKA);
                cluster.setValue(offered.clusters().contains(record.cluster()) ? record.cluster() : null);
                topic.setValue(record.topic());
            }
        }
    }

    private void draw() {
        fields.removeAll();
        missing.setText("");
        switch (kind.getValue()) {
            case WEBHOOK -> {
                fields.add(service, format);
                missing.setText(offered.services().isEmpty() ? "No HTTP service is set up. Set millrace.http.<name>.url where Millrace is started." : "");
            }
            case MAIL -> {
                fields.add(to);
                missing.setText(offered.mail() ? "" : "No server for mail is set up. Set spring.mail.host where Millrace is started.");
            }
            case KAFKA -> {
                if (offered.clusters().size() > 1) {
                    fields.add(cluster);
                }
                fields.add(topic);
            }
        }
        missing.setVisible(!missing.getText().isEmpty());
    }

    private void save() {
        wrong.setText("");
        try {
            Target target = switch (kind.getValue()) {
                case WEBHOOK -> new Target.Webhook(Optional.ofNullable(service.getValue()).orElse(""), format.getValue());
                case MAIL -> TargetJson.mail(List.of(to.getValue().split(",")));
                case KAFKA -> TargetJson.topic(Optional.ofNullable(cluster.getValue()).orElse(""), topic.getValue());
            };
            save.accept(new Channel.Wish(name.getValue(), target, least.getValue()));
            close();
        } catch (RuleRefused | UnknownAlert | AdministratorsOnly refused) {
            wrong.setText(refused.getMessage());
        }
    }
}
