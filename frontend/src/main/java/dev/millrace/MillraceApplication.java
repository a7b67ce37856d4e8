package dev.millrace;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.Push;
import com.vaadin.flow.theme.aura.Aura;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Millrace: the views, the services and the way to Kafka, Flink and PostgreSQL in one process. */
@SpringBootApplication
@Push
@StyleSheet(Aura.STYLESHEET)
@StyleSheet("styles.css")
public class MillraceApplication implements AppShellConfigurator {

    public static void main(String[] arguments) {
        SpringApplication.run(MillraceApplication.class, arguments);
    }
}
