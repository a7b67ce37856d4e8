package dev.millrace.ui.alerts;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.contextmenu.SubMenu;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import dev.millrace.server.alerts.Alerts;
import dev.millrace.server.alerts.Rule;
import dev.millrace.server.alerts.UnknownAlert;
import dev.millrace.ui.shell.LocalTime;
import dev.millrace.ui.shell.Notices;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Muting of rules: no messages for a while. */
final class Mutes {
    private Mutes() {}

    /** @param changed called after each choice */
    static MenuBar menu(Alerts alerts, Rule rule, String user, Runnable changed) {
        var menu = new MenuBar();
        menu.addThemeVariants(MenuBarVariant.LUMO_TERTIARY, MenuBarVariant.LUMO_SMALL);
        boolean muted = rule.isMuted(Instant.now());
        var item = menu.addItem(muted ? "Muted" : "Mute");
        item.setAriaLabel((muted ? "Muted: " : "Mute ") + rule.wish().name());
        SubMenu choices = item.getSubMenu();
        if (muted) {
            choices.addItem("Send messages again", e -> mute(alerts, rule, Optional.empty(), user, changed));
            choices.addSeparator();
        }
        choices.addItem("For 1 hour", e -> mute(alerts, rule, in(Duration.ofHours(1)), user, changed));
        choices.addItem("For 8 hours", e -> mute(alerts, rule, in(Duration.ofHours(8)), user, changed));
        choices.addItem("For 1 day", e -> mute(alerts, rule, in(Duration.ofDays(1)), user, changed));
        choices.addItem("Until I say so", e -> mute(alerts, rule, Optional.of(Rule.FOR_EVER), user, changed));
        return menu;
    }

    private static Optional<Instant> in(Duration time) {
        return Optional.of(Instant.now().plus(time));
    }

    private static void mute(Alerts alerts, Rule rule, Optional<Instant> until, String user, Runnable changed) {
        try {
            alerts.mute(rule.id(), until, user);
        } catch (UnknownAlert gone) {
            Notices.tell(gone.getMessage());
        }
        changed.run();
    }

    /** Until when a rule is muted; empty text where it is not. */
    static Component words(Rule rule) {
        if (!rule.isMuted(Instant.now())) {
            return new Span("");
        }
        Instant until = rule.mutedUntil().orElseThrow();
        return until.equals(Rule.FOR_EVER) ? new Span("Muted: no messages are sent") : new Span(new Span("Muted: no messages until "), new LocalTime(until));
    }
}
