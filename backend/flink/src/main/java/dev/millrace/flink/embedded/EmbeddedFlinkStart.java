package dev.millrace.flink.embedded;

import dev.millrace.server.embedded.Ports;
import dev.millrace.server.embedded.Starting;
import java.nio.file.Path;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Starts Flink inside this process where no address of one is configured, beside the rest of the application, which counts as started
 * when Flink is. Comes after the initializer of the other embedded servers, which takes the home folder and refuses taken ports.
 */
public final class EmbeddedFlinkStart implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        if (!environment.getProperty("millrace.flink.rest-url", "").isBlank()) {
            return;
        }
        Path home = Path.of(environment.getRequiredProperty("millrace.home")).resolve("flink");
        int port = Ports.claim(environment.getProperty("millrace.flink.port", Integer.class, 8081), "Flink", "millrace.flink.port");
        var flink = new EmbeddedFlink(home, port, environment.getProperty("millrace.flink.slots", Integer.class, 8));
        Starting<EmbeddedFlink> starting = Starting.begin("Flink", () -> {
            flink.start();
            return flink;
        });
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        beans.registerSingleton("embeddedFlink", flink);
        ((DefaultSingletonBeanRegistry) beans).registerDisposableBean("embeddedFlink", starting::stop);
        context.addApplicationListener((ContextRefreshedEvent refreshed) -> starting.await());
    }
}
