package dev.millrace.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The core is plain Java, and its rooms lie above each other. */
@AnalyzeClasses(packages = "dev.millrace", importOptions = DoNotIncludeTests.class)
class CoreBoundariesTest {
    @ArchTest
    static final ArchRule plainJava = classes().that().resideOutsideOfPackage("dev.millrace.document..").should().onlyDependOnClassesThat(
            // JSON is read by a library where people type rows of it; everything else is plain.
            resideInAnyPackage("dev.millrace..", "java.lang..", "java.util..", "java.math..", "java.time..", "java.io..", "tools.jackson.core..",
                    "tools.jackson.databind.."));

    @ArchTest
    static final ArchRule yamlAndLinesOnlyInDocuments = classes().that().resideInAPackage("dev.millrace.document..").should()
            .onlyDependOnClassesThat(resideInAnyPackage("dev.millrace..", "java..", "org.snakeyaml.engine..", "com.github.difflib.."));

    @ArchTest
    static final ArchRule noCycles = slices().matching("dev.millrace.(*)..").should().beFreeOfCycles();
}
