package dev.millrace.ui.push;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.communication.PushConnection;
import com.vaadin.flow.server.communication.PushConnectionFactory;

/** Gives each page its {@link BoundedPush}; Vaadin finds it by its name in META-INF/services. */
public final class BoundedPushFactory implements PushConnectionFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public PushConnection apply(UI page) {
        return new BoundedPush(page);
    }
}
