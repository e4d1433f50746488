package dev.foliot.workflow;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * The rules of the framework's own ArchitectureTests, as far as they concern this module. Rules
 * about source text hold there for all modules.
 */
@AnalyzeClasses(
    packages = "dev.foliot.workflow",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {
  private static final String ROOT = "dev.foliot.workflow";

  // ---- packages: a DAG, in which users need the first one alone

  @ArchTest static final ArchRule api = mayKnow(ROOT);
  @ArchTest static final ArchRule journal = mayKnow(ROOT + ".journal", ROOT);
  @ArchTest static final ArchRule replay = mayKnow(ROOT + ".replay", ROOT, ROOT + ".journal");

  @ArchTest static final ArchRule encryption = mayKnow(ROOT + ".encryption");

  @ArchTest
  static final ArchRule wait =
      mayKnow(ROOT + ".wait", ROOT, ROOT + ".journal", ROOT + ".encryption");

  @ArchTest
  static final ArchRule run =
      mayKnow(
          ROOT + ".run",
          ROOT,
          ROOT + ".journal",
          ROOT + ".replay",
          ROOT + ".wait",
          ROOT + ".trigger",
          ROOT + ".encryption",
          ROOT + ".admission");

  @ArchTest
  static final ArchRule step = mayKnow(ROOT + ".step", ROOT, ROOT + ".journal", ROOT + ".replay");

  @ArchTest static final ArchRule commandline = mayKnow(ROOT + ".commandline", ROOT, ROOT + ".run");

  @ArchTest static final ArchRule expression = mayKnow(ROOT + ".expression");
  @ArchTest static final ArchRule trigger = mayKnow(ROOT + ".trigger", ROOT);

  @ArchTest
  static final ArchRule start =
      mayKnow(
          ROOT + ".start",
          ROOT,
          ROOT + ".expression",
          ROOT + ".replay",
          ROOT + ".run",
          ROOT + ".trigger");

  @ArchTest
  static final ArchRule admission =
      mayKnow(ROOT + ".admission", ROOT, ROOT + ".trigger", ROOT + ".expression");

  @ArchTest
  static final ArchRule noCycles = slices().matching("dev.foliot.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyAutoConfigurationKnowsAutoConfiguration =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".autoconfigure..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.foliot.autoconfigure..", ROOT + ".autoconfigure..");

  @ArchTest
  static final ArchRule actuatorIsOptional =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".autoconfigure.actuate")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + ".autoconfigure.actuate",
              "org.springframework.boot.actuate..",
              "io.micrometer.core..");

  private static ArchRule mayKnow(String room, String... others) {
    String[] known = Stream.concat(Stream.of(room), Stream.of(others)).toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(room)
        .should()
        .onlyDependOnClassesThat(not(resideInAPackage(ROOT + "..")).or(resideInAnyPackage(known)))
        .allowEmptyShould(true); // a package that is not there yet
  }

  // ---- the API: the first package, the values of the journal, steps, and the properties

  @ArchTest
  static final ArchRule publicTypesOfOtherPackagesAreInternal =
      classes()
          .that()
          .resideOutsideOfPackages(
              ROOT, ROOT + ".journal", ROOT + ".step", ROOT + ".encryption", ROOT + ".trigger")
          .and()
          .arePublic()
          .and()
          .areTopLevelClasses()
          .and()
          .haveSimpleNameNotEndingWith("Properties")
          .should()
          .beAnnotatedWith(API.class);

  // ---- time, chance, threads: only where they come in

  @ArchTest
  static final ArchRule timeComesIn =
      onlyIn(
          "read a system clock",
          called(Clock.class, "system")
              .or(called(System.class, "currentTimeMillis"))
              .or(called(System.class, "nanoTime"))
              .or(
                  DescribedPredicate.describe(
                      "java.time.*.now",
                      access ->
                          access.getOwner().getPackageName().equals("java.time")
                              && access.getName().equals("now"))));

  @ArchTest
  static final ArchRule chanceComesIn =
      onlyIn(
          "draw random numbers",
          called(UUID.class, "randomUUID")
              .or(called(Random.class, "<init>"))
              .or(called(ThreadLocalRandom.class, ""))
              .or(called(SecureRandom.class, "<init>"))
              .or(called(Math.class, "random")));

  /** Branches wait for their turn. */
  @ArchTest
  static final ArchRule threadsComeIn =
      onlyIn(
          "start threads, or wait",
          called(Thread.class, "<init>")
              .or(called(Thread.class, "start"))
              .or(called(Thread.class, "sleep"))
              .or(called(Thread.class, "join"))
              .or(called(Object.class, "wait"))
              .or(called(Condition.class, "await"))
              .or(called(LockSupport.class, "park"))
              .or(called(CompletableFuture.class, ""))
              .or(called(Executors.class, "")),
          "dev.foliot.workflow.replay.Branches");

  private static DescribedPredicate<AccessTarget> called(Class<?> owner, String name) {
    return DescribedPredicate.describe(
        owner.getSimpleName() + "." + name,
        access -> access.getOwner().isEquivalentTo(owner) && access.getName().startsWith(name));
  }

  private static ArchRule onlyIn(
      String what, DescribedPredicate<AccessTarget> forbidden, String... seams) {
    return noClasses()
        .that(not(in(List.of(seams))))
        .should()
        .accessTargetWhere(target(forbidden))
        .as("only %s may %s".formatted(List.of(seams), what));
  }

  /** Nested classes belong to the class that they are in. */
  private static DescribedPredicate<JavaClass> in(List<String> topLevel) {
    return DescribedPredicate.describe(
        "are in " + topLevel, type -> topLevel.contains(type.getName().split("\\$")[0]));
  }

  // ---- errors of others: read in dev.foliot.failure alone

  @ArchTest
  static final ArchRule causesAreFollowedInOnePlace =
      noClasses()
          .should()
          .accessTargetWhere(target(ofErrors(List.of("getCause", "initCause"))))
          .as("only Causes may follow causes, since a chain of them may be a circle");

  @ArchTest
  static final ArchRule errorsAreDescribedInOnePlace =
      noClasses()
          .should()
          .accessTargetWhere(
              target(
                  ofErrors(
                          List.of(
                              "getMessage", "getLocalizedMessage", "toString", "printStackTrace"))
                      .and(
                          DescribedPredicate.describe(
                              "of any error",
                              access ->
                                  Stream.of(
                                          Throwable.class,
                                          Exception.class,
                                          RuntimeException.class,
                                          Error.class)
                                      .anyMatch(access.getOwner()::isEquivalentTo)))))
          .as("only ErrorText may ask an unknown error for its text, which may throw");

  private static DescribedPredicate<AccessTarget> ofErrors(List<String> names) {
    return DescribedPredicate.describe(
        "Throwable." + names,
        access ->
            access.getOwner().isAssignableTo(Throwable.class) && names.contains(access.getName()));
  }

  // ---- one logging API, and names

  @ArchTest
  static final ArchRule onlySlf4jLogs =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.commons.logging..", "java.util.logging..");

  @ArchTest
  static final ArchRule namesSayWhatATypeIsOrDoes =
      noClasses()
          .should()
          .haveNameMatching(".*\\.(Abstract|Default)[A-Z]\\w*|.*(Impl|Manager|Helper|Utils?)");
}
