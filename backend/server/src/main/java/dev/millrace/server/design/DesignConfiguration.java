package dev.millrace.server.design;

import dev.millrace.compile.Compilation;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.server.instance.Notices;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the stored designs. */
@Configuration(proxyBeanMethods = false)
class DesignConfiguration {
    @Bean Listeners pipelineListeners(Notices notices) {
        return new Listeners(notices);
    }

    @Bean DesignService designService(JdbcClient jdbc, PlatformTransactionManager transactions, Notices notices, Documents documents,
            Function<Pipeline, Compilation> compiler, Listeners pipelineListeners) {
        var store = new PipelineStore(jdbc, new TransactionTemplate(transactions), notices);
        return new StoredDesigns(store, documents, compiler, pipelineListeners);
    }
}
