package dev.millrace.server.alerts;

import dev.millrace.server.alerts.Delivery.NotDelivered;
import dev.millrace.server.deployment.PipelineTopics;
import dev.millrace.server.outside.OutsideServices;
import java.util.Map;
import java.util.Optional;
import org.springframework.mail.MailException;
import org.springframework.mail.MailParseException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;

/** The ways to all kinds of targets. */
final class Deliveries implements Delivery {
    private final Webhooks webhooks;
    private final Map<String, OutsideServices.Service> services;
    private final Optional<JavaMailSender> mail;
    private final String from;
    private final PipelineTopics topics;
    private final MessageText text;

    /**
     * @param services that are set up, by name
     * @param mail empty where no server for mail is set up
     * @param from the address that mails come from
     */
    Deliveries(Map<String, OutsideServices.Service> services, Optional<JavaMailSender> mail, String from, PipelineTopics topics, MessageText text) {
        this.webhooks = new Webhooks();
        this.services = Map.copyOf(services);
        this.mail = mail;
        this.from = from;
        this.topics = topics;
        this.text = text;
    }

    @Override public void deliver(Message message) throws NotDelivered {
        switch (message.channel().wish().target()) {
            case Target.Webhook hook -> {
                OutsideServices.Service service = services.get(hook.service());
                if (service == null) {
                    throw new NotDelivered("No service '" + hook.service() + "' is set up any more", false);
                }
                webhooks.post(service, text.body(hook.format(), message));
            }
            case Target.Mail to -> mail(to, message);
            case Target.KafkaTopic topic -> record(topic, message);
        }
    }

    private void mail(Target.Mail to, Message message) throws NotDelivered {
        if (mail.isEmpty()) {
            throw new NotDelivered("No server for mail is set up. Set spring.mail.host where Millrace is started", false);
        }
        var letter = new SimpleMailMessage();
        letter.setFrom(from);
        letter.setTo(to.to().toArray(String[]::new));
        letter.setSubject(text.subject(message));
        letter.setText(text.letter(message));
        try {
            mail.get().send(letter);
        } catch (MailParseException never) {
            throw new NotDelivered("The mail cannot be written: " + firstLine(never), false);
        } catch (MailException failed) {
            throw new NotDelivered("The server for mail did not take it: " + firstLine(failed), true);
        }
    }

    /** Each alert is a record of its own under its id, so that the topic keeps the newest word on each. */
    private void record(Target.KafkaTopic topic, Message message) throws NotDelivered {
        try {
            PipelineTopics on = topics.on(topic.cluster());
            for (MessageItem item : message.items()) {
                on.tell(topic.topic(), item.alert(), text.item(item).toString());
            }
        } catch (PipelineTopics.Unavailable away) {
            throw new NotDelivered(away.getMessage(), true);
        } catch (PipelineTopics.Refused no) {
            throw new NotDelivered(no.getMessage(), false);
        }
    }

    private static String firstLine(Exception failed) {
        Throwable root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String words = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return words.lines().findFirst().orElse("").strip();
    }
}
