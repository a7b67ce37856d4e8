package dev.millrace.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The walls of the house. Everything is seen from here, because the application is the only module that has all others on its
 * class path. A rule that finds no class to look at fails, so a moved package cannot pass unseen.
 */
@AnalyzeClasses(packages = "dev.millrace", importOptions = {DoNotIncludeTests.class, BoundariesTest.NoTestJars.class})
class BoundariesTest {
    /** Fixtures that modules hand to each other's tests may reach across rooms; only the house itself is held to its walls. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String[] CORE = {"dev.millrace.pipeline..", "dev.millrace.schema..", "dev.millrace.diagnostic..",
        "dev.millrace.kind..", "dev.millrace.rel..", "dev.millrace.compile..", "dev.millrace.document..", "dev.millrace.template.."};
    private static final String SERVER = "dev.millrace.server..";
    private static final String FLINK = "dev.millrace.flink..";
    private static final String RUNTIME = "dev.millrace.runtime..";
    private static final String PAGES = "dev.millrace.ui..";
    private static final String APPLICATION = "dev.millrace";

    @ArchTest
    static final ArchRule onlyPagesAndTheApplicationKnowVaadin = noClasses()
            .that().resideOutsideOfPackages(PAGES, APPLICATION)
            .should().dependOnClassesThat().resideInAPackage("com.vaadin..");

    @ArchTest
    static final ArchRule onlyOneRoomAndTheTravellingJarKnowFlink = noClasses()
            .that().resideOutsideOfPackages(FLINK, RUNTIME)
            .should().dependOnClassesThat().resideInAnyPackage("org.apache.flink..", "org.apache.calcite..");

    @ArchTest
    static final ArchRule theCoreIsPlainJava = noClasses()
            .that().resideInAnyPackage(CORE)
            .should().dependOnClassesThat().resideInAnyPackage("org.springframework..", "org.apache.flink..", "com.vaadin..",
                    "org.apache.kafka..", "kafka..", "jakarta..", "java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule theCoreKnowsNoOtherRoom = classes()
            .that().resideInAnyPackage(CORE)
            .should().onlyDependOnClassesThat(resideInAnyPackage(CORE).or(
                    not(resideInAPackage("dev.millrace.."))));

    @ArchTest
    static final ArchRule theServerKnowsNeitherPagesNorFlink = noClasses()
            .that().resideInAPackage(SERVER)
            .should().dependOnClassesThat().resideInAnyPackage(PAGES, FLINK, RUNTIME, APPLICATION);

    @ArchTest
    static final ArchRule theJarThatTravelsWithAJobIsLight = noClasses()
            .that().resideInAPackage(RUNTIME)
            .should().dependOnClassesThat().resideInAnyPackage("org.springframework..", "com.vaadin..", SERVER, FLINK, PAGES,
                    APPLICATION, "dev.millrace.kind..", "dev.millrace.compile..", "dev.millrace.document..");

    @ArchTest
    static final ArchRule nobodyNamesFlinksRoomButTheWiring = noClasses()
            .that().resideOutsideOfPackages(FLINK, APPLICATION)
            .should().dependOnClassesThat().resideInAPackage(FLINK);

    @ArchTest
    static final ArchRule flinksRoomKnowsNoPages = noClasses()
            .that().resideInAPackage(FLINK)
            .should().dependOnClassesThat().resideInAnyPackage(PAGES, APPLICATION);

    @ArchTest
    static final ArchRule flinksRoomUsesOnlyThePortsThatTheServerDeclares = noClasses()
            .that().resideInAPackage(FLINK)
            .should().dependOnClassesThat().resideInAnyPackage("dev.millrace.server.rest..", "dev.millrace.server.security..",
                    "dev.millrace.server.templates..", "dev.millrace.server.metrics..", "dev.millrace.server.kafka..",
                    "dev.millrace.server.instance..");

    @ArchTest
    static final ArchRule noRoomForOddsAndEnds = noClasses()
            .should().resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..helpers..", "..misc..");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .that().areTopLevelClasses()
            .should().haveSimpleNameEndingWith("Manager").orShould().haveSimpleNameEndingWith("Helper")
            .orShould().haveSimpleNameEndingWith("Util").orShould().haveSimpleNameEndingWith("Utils")
            .orShould().haveSimpleNameEndingWith("Impl").orShould().haveSimpleNameEndingWith("DTO")
            .orShould().haveSimpleNameEndingWith("Dto").orShould().haveSimpleNameEndingWith("Info");

    @ArchTest
    static final ArchRule roomsOfTheCoreFormNoCycle = slices().matching("dev.millrace.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule roomsOfTheServerFormNoCycle = slices().matching("dev.millrace.server.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule roomsOfFlinkFormNoCycle = slices().matching("dev.millrace.flink.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule roomsOfPagesFormNoCycle = slices().matching("dev.millrace.ui.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule roomsOfTheRuntimeFormNoCycle = slices().matching("dev.millrace.runtime.(*)..").should().beFreeOfCycles();
}
