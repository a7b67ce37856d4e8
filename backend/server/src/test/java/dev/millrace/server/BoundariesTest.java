package dev.millrace.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which room may know which. */
@AnalyzeClasses(packages = "dev.millrace.server", importOptions = ImportOption.DoNotIncludeTests.class)
class BoundariesTest {
    @ArchTest static final ArchRule FLINK_AND_PAGES_STAY_OUTSIDE = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink..", "com.vaadin..", "dev.millrace.flink..", "dev.millrace.ui..", "dev.millrace.runtime..");

    @ArchTest static final ArchRule NO_CYCLES = slices().matching("dev.millrace.server.(*)..").should().beFreeOfCycles();

    @ArchTest static final ArchRule ONLY_KAFKA_S_ROOMS_KNOW_KAFKA = noClasses().that()
            .resideOutsideOfPackages("dev.millrace.server.kafka..", "dev.millrace.server.embedded..").should().dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "kafka..");

    @ArchTest static final ArchRule NOBODY_BELOW_KNOWS_REST = noClasses().that().resideOutsideOfPackage("dev.millrace.server.rest..")
            .should().dependOnClassesThat().resideInAnyPackage("dev.millrace.server.rest..");

    @ArchTest static final ArchRule NO_JPA_NO_LEFTOVER_ROOMS = noClasses().should().resideInAnyPackage("..util..", "..common..", "..helper..");
}
