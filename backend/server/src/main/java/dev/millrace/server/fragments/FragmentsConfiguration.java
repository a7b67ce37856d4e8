package dev.millrace.server.fragments;

import dev.millrace.document.PipelineDocument;
import dev.millrace.kind.NodeKinds;
import dev.millrace.server.design.DesignService;
import dev.millrace.server.instance.Notices;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the fragments. */
@Configuration(proxyBeanMethods = false)
class FragmentsConfiguration {
    @Bean StoredVersions fragmentVersions(JdbcClient jdbc, Notices notices) {
        return new StoredVersions(jdbc, notices);
    }

    @Bean FragmentService fragmentService(StoredVersions versions, DesignService designs, NodeKinds kinds, PipelineDocument documents,
            PlatformTransactionManager transactions) {
        return new PublishedFragments(versions, designs, kinds, documents, new TransactionTemplate(transactions));
    }
}
