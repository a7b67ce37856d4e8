package dev.millrace;

import java.util.Locale;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Tells the person who started the application where to find it. */
@Component
class Greeting {
    private final Environment environment;
    private final WebServerApplicationContext web;

    Greeting(Environment environment, WebServerApplicationContext web) {
        this.environment = environment;
        this.web = web;
    }

    @EventListener(ApplicationReadyEvent.class)
    void greet(ApplicationReadyEvent ready) {
        System.out.println();
        System.out.println("  Millrace is ready at http://localhost:" + web.getWebServer().getPort()
                + (ready.getTimeTaken() == null ? "" : String.format(Locale.ROOT, "  (started in %.1f s)", ready.getTimeTaken().toMillis() / 1000.0)));
        System.out.println("  Kafka: " + environment.getProperty("millrace.kafka.bootstrap-servers") + "   Data: "
                + environment.getProperty("millrace.home", "on the configured servers"));
        System.out.println();
    }
}
