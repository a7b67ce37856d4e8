package dev.millrace.ui.shell;

import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.NotificationVariant;

/** Short words at the edge of the page that go away by themselves. */
public final class Notices {
    private static final int SHORT = 4000;
    private static final int LONG = 8000;

    private Notices() {}

    public static void tell(String words) {
        Notification.show(words, SHORT, Notification.Position.BOTTOM_CENTER);
    }

    public static void warn(String words) {
        Notification.show(words, LONG, Notification.Position.BOTTOM_CENTER).addThemeVariants(NotificationVariant.LUMO_ERROR);
    }
}
