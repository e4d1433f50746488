package dev.foliot.benchmarks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.foliot.benchmarks.measure.Comparison;

@AnalyzeClasses(
    packagesOf = ArchitectureTests.class,
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("dev.foliot.benchmarks.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule measuringKnowsNothingOfWhatIsMeasured =
      classes()
          .that()
          .resideInAPackage(Comparison.class.getPackageName())
          .should()
          .onlyDependOnClassesThat(
              Predicates.resideInAnyPackage(
                  Comparison.class.getPackageName(),
                  "java..",
                  "com.sun.management..",
                  "org.HdrHistogram..",
                  "org.jspecify.."));
}
