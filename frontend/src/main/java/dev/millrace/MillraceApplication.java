package dev.millrace;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.Push;
import com.vaadin.flow.theme.aura.Aura;
import dev.millrace.flink.embedded.EmbeddedFlinkStart;
import dev.millrace.server.embedded.EmbeddedServers;
import dev.millrace.server.embedded.StartRefused;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Millrace: the pages, the services and the way to Kafka, Flink and PostgreSQL in one process. */
@SpringBootApplication
@Push
@StyleSheet(Aura.STYLESHEET)
@StyleSheet("millrace.css")
public class MillraceApplication implements AppShellConfigurator {

    public static void main(String[] arguments) {
        try {
            application().run(arguments);
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof StartRefused refused) {
                    System.err.println("Millrace cannot start. " + refused.getMessage());
                    System.exit(1);
                }
            }
            throw e;
        }
    }

    /** The application as it is started everywhere, in tests too. */
    public static SpringApplication application() {
        var application = new SpringApplication(MillraceApplication.class);
        application.addInitializers(new EmbeddedServers(), new EmbeddedFlinkStart());
        return application;
    }
}
