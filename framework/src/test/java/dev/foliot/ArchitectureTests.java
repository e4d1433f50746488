package dev.foliot;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.TryCatchBlock;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.Decider;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.aggregate.Invariant;
import dev.foliot.aggregate.StateStoredAggregate;
import dev.foliot.command.Command;
import dev.foliot.event.DomainEvent;
import dev.foliot.eventstore.EventStore;
import dev.foliot.handler.Handle;
import dev.foliot.handler.On;
import dev.foliot.handler.OnError;
import dev.foliot.personaldata.DataSubject;
import dev.foliot.personaldata.PersonalData;
import dev.foliot.process.ProcessManager;
import dev.foliot.projection.Projection;
import dev.foliot.query.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Who may know whom, and where time, chance and threads come in. */
@AnalyzeClasses(packages = "dev.foliot", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

  // ---- packages: a DAG, in which time and failure are leaves that all may know

  @ArchTest static final ArchRule time = mayKnow("time");
  @ArchTest static final ArchRule failure = mayKnow("failure");
  @ArchTest static final ArchRule message = mayKnow("message");
  @ArchTest static final ArchRule work = mayKnow("work");
  @ArchTest static final ArchRule eventstore = mayKnow("eventstore", "message");
  @ArchTest static final ArchRule unitofwork = mayKnow("unitofwork", "message", "eventstore");
  @ArchTest static final ArchRule handler = mayKnow("handler", "message");

  @ArchTest
  static final ArchRule personaldata =
      mayKnow("personaldata", "message", "eventstore", "unitofwork", "handler");

  @ArchTest
  static final ArchRule aggregate =
      mayKnow("aggregate", "message", "eventstore", "unitofwork", "handler", "personaldata");

  @ArchTest
  static final ArchRule command =
      mayKnow(
          "command",
          "message",
          "eventstore",
          "unitofwork",
          "handler",
          "personaldata",
          "timer",
          "consistency");

  @ArchTest
  static final ArchRule timer = mayKnow("timer", "message", "eventstore", "unitofwork", "work");

  @ArchTest
  static final ArchRule schedule =
      mayKnow("schedule", "message", "eventstore", "unitofwork", "handler", "command", "timer");

  @ArchTest
  static final ArchRule process =
      mayKnow(
          "process",
          "message",
          "eventstore",
          "unitofwork",
          "handler",
          "personaldata",
          "command",
          "timer",
          "work");

  @ArchTest
  static final ArchRule event =
      mayKnow("event", "message", "eventstore", "unitofwork", "handler", "personaldata");

  @ArchTest
  static final ArchRule consistency =
      mayKnow("consistency", "message", "eventstore", "unitofwork", "handler", "engine");

  @ArchTest
  static final ArchRule query = mayKnow("query", "message", "unitofwork", "handler", "consistency");

  @ArchTest
  static final ArchRule projection =
      mayKnow("projection", "message", "unitofwork", "handler", "consistency");

  @ArchTest
  static final ArchRule live = mayKnow("live", "message", "unitofwork", "handler", "projection");

  @ArchTest
  static final ArchRule outbox =
      mayKnow("outbox", "message", "eventstore", "unitofwork", "handler", "personaldata", "work");

  @ArchTest
  static final ArchRule engine =
      mayKnow(
          "engine",
          "message",
          "eventstore",
          "unitofwork",
          "handler",
          "personaldata",
          "outbox",
          "work");

  @ArchTest static final ArchRule trace = mayKnow("trace", "message", "eventstore", "outbox");
  @ArchTest static final ArchRule integrity = mayKnow("integrity", "message", "eventstore");

  @ArchTest
  static final ArchRule operation =
      mayKnow("operation", "message", "eventstore", "unitofwork", "handler", "outbox", "engine");

  @ArchTest
  static final ArchRule archive =
      mayKnow("archive", "message", "eventstore", "unitofwork", "engine");

  @ArchTest
  static final ArchRule rebuild =
      mayKnow(
          "rebuild",
          "message",
          "eventstore",
          "unitofwork",
          "handler",
          "projection",
          "work",
          "engine",
          "operation",
          "archive");

  @ArchTest
  static final ArchRule observation =
      mayKnow("observation", "message", "handler", "outbox", "personaldata");

  @ArchTest
  static final ArchRule commandline =
      mayKnow(
          "commandline",
          "message",
          "eventstore",
          "outbox",
          "engine",
          "operation",
          "process",
          "rebuild");

  @ArchTest
  static final ArchRule theDoorDoesNotKnowTheAutoConfiguration =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.foliot.autoconfigure..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.foliot.autoconfigure");

  @ArchTest
  static final ArchRule actuatorIsOptional =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.foliot.autoconfigure.actuate")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.foliot.autoconfigure.actuate",
              "org.springframework.boot.actuate..",
              "org.springframework.boot.health..",
              "io.micrometer.core..");

  @ArchTest
  static final ArchRule webIsOptional =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.foliot.autoconfigure.web")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.foliot.autoconfigure.web",
              "org.springframework.http..",
              "org.springframework.web..");

  @ArchTest
  static final ArchRule springSecurityIsOptional =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.foliot.autoconfigure.security")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.foliot.autoconfigure.security", "org.springframework.security..");

  /** Each package is a slice of its own, a package within another one too. */
  @ArchTest
  static final ArchRule noCycles = slices().matching("dev.foliot.(**)").should().beFreeOfCycles();

  private static ArchRule mayKnow(String room, String... others) {
    String[] known =
        Stream.concat(Stream.of(room, "time", "failure"), Stream.of(others))
            .map(each -> "dev.foliot." + each)
            .toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage("dev.foliot." + room + "..")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage("dev.foliot..")).or(resideInAnyPackage(known)));
  }

  // ---- what domain code extends, or is annotated with

  private static final DescribedPredicate<JavaClass> DOMAIN_TYPES =
      belongToAnyOf(
          Aggregate.class,
          Apply.class,
          Command.class,
          Decider.class,
          DomainEvent.class,
          EventSourcedAggregate.class,
          Handle.class,
          Invariant.class,
          On.class,
          OnError.class,
          PersonalData.class,
          DataSubject.class,
          Projection.class,
          Query.class);

  private static final DescribedPredicate<JavaClass> FREE_OF_SPRING =
      resideInAPackage("dev.foliot..")
          .and(
              DescribedPredicate.describe(
                  "do not depend on Spring",
                  type ->
                      type.getDirectDependenciesFromSelf().stream()
                          .map(dependency -> dependency.getTargetClass().getPackageName())
                          .noneMatch(name -> name.startsWith("org.springframework"))));

  private static final DescribedPredicate<JavaClass> PLAIN =
      resideInAnyPackage("java..", "org.jspecify.annotations").or(FREE_OF_SPRING);

  @ArchTest
  static final ArchRule domainTypesArePlainJava =
      classes().that(DOMAIN_TYPES).should().onlyDependOnClassesThat(PLAIN);

  @ArchTest
  static final ArchRule stateStoredAggregatesNeedOnlyPersistence =
      classes()
          .that(belongToAnyOf(StateStoredAggregate.class))
          .should()
          .onlyDependOnClassesThat(PLAIN.or(resideInAPackage("jakarta.persistence")));

  @ArchTest
  static final ArchRule handlersAreFoundAndCalledWithoutSpring =
      noClasses()
          .that()
          .resideInAnyPackage("dev.foliot.handler", "dev.foliot.time")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "org.slf4j..");

  /** An application without JPA never loads these. */
  private static final List<String> FOR_JPA =
      List.of(
          "dev.foliot.aggregate.BeforeMerge",
          "dev.foliot.aggregate.EnhancedEntities",
          "dev.foliot.aggregate.JpaAggregates",
          "dev.foliot.aggregate.JpaConflicts",
          "dev.foliot.aggregate.JpaDuplicates",
          "dev.foliot.aggregate.MovePendingEvents",
          "dev.foliot.aggregate.StateStoredAggregate",
          "dev.foliot.aggregate.WrittenRows",
          "dev.foliot.projection.EntityRows",
          "dev.foliot.projection.EntityShape",
          "dev.foliot.projection.EntitySort",
          "dev.foliot.projection.LikeExample",
          "dev.foliot.projection.ReadOnlySessions",
          "dev.foliot.autoconfigure.FoliotJpaAutoConfiguration",
          "dev.foliot.projection.EntityTables",
          "dev.foliot.projection.EntityRowsByIds",
          "dev.foliot.projection.EntityView",
          "dev.foliot.projection.EntityViews");

  @ArchTest
  static final ArchRule jpaIsOptional =
      noClasses()
          .that(not(in(FOR_JPA)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta.persistence..",
              "org.hibernate..",
              "org.springframework.data.jpa..",
              "org.springframework.orm..");

  // ---- one logging API

  @ArchTest
  static final ArchRule onlySlf4jLogs =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.apache.commons.logging..", "java.util.logging..")
                  .or(belongToAnyOf(System.Logger.class)));

  // ---- no text depends on the default locale: it may have digits and letters of its own

  /**
   * Of the conversions of a format only {@code %s} and {@code %x} write the same in every locale.
   */
  private static final Pattern LOCAL_TEXT =
      Pattern.compile(
          "%(\\d+\\$)?[-#+ 0,(]*\\d*(\\.\\d+)?[deEfgGtT](?![A-Za-z])|\\.to(Lower|Upper)Case\\(\\)|\\b(DecimalFormat|SimpleDateFormat|MessageFormat|NumberFormat|Collator)\\b|\\bofPattern\\(|\\bofLocalized|Locale\\.getDefault");

  /** Holds for all modules: a class file does not show what is formatted. */
  @ArchTest
  static void noTextDependsOnTheDefaultLocale(JavaClasses itself) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> sources = Files.walk(Path.of(".."))) {
      for (Path source :
          sources.filter(path -> path.toString().matches(".*/src/main/java/.*\\.java")).toList()) {
        for (String statement : Files.readString(source).split("(?<=[;{}])\\s*\\n")) {
          if (!statement.contains("Locale.ROOT") && LOCAL_TEXT.matcher(statement).find()) {
            found.add(source.getFileName() + ": " + statement.strip());
          }
        }
      }
    }

    assertThat(found).as("Write %s, or name Locale.ROOT in the same statement").isEmpty();
  }

  // ---- comments name the rules of docs/guarantees.md, not the numbers of another list

  private static final Pattern NUMBERED_CASE =
      Pattern.compile("(?m)(//|^\\s*/?\\*).*\\b[Cc]ases? \\d");

  @ArchTest
  static void commentsNameRulesOfTheGuide(JavaClasses itself) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> sources = Files.walk(Path.of(".."))) {
      for (Path source :
          sources.filter(path -> path.toString().matches(".*/src/.*\\.java")).toList()) {
        NUMBERED_CASE
            .matcher(Files.readString(source))
            .results()
            .forEach(comment -> found.add(source.getFileName() + ": " + comment.group().strip()));
      }
    }

    assertThat(found).as("Name the rule that is tested, such as R12, or nothing").isEmpty();
  }

  // ---- time, chance, threads: only where they come in

  /** The clock of an application that has none; real waiting; how the engine measures time. */
  @ArchTest
  static final ArchRule timeComesIn =
      only(
          "read a system clock",
          called(Clock.class, "system")
              .or(called(System.class, "currentTimeMillis"))
              .or(called(System.class, "nanoTime"))
              .or(
                  DescribedPredicate.describe(
                      "java.time.*.now",
                      access ->
                          access.getOwner().getPackageName().equals("java.time")
                              && access.getName().equals("now"))),
          "dev.foliot.autoconfigure.MessagesConfiguration",
          "dev.foliot.time.Waiting",
          "dev.foliot.autoconfigure.EngineConfiguration",
          "dev.foliot.autoconfigure.actuate.FoliotHealthAutoConfiguration");

  /** Ids; the jitter of commands, of the engine, and of its threads; keys and their use. */
  @ArchTest
  static final ArchRule chanceComesIn =
      only(
          "draw random numbers",
          called(UUID.class, "randomUUID")
              .or(called(Random.class, ""))
              .or(called(ThreadLocalRandom.class, ""))
              .or(called(SecureRandom.class, "<init>"))
              .or(called(Math.class, "random")),
          "dev.foliot.message.TimeOrderedIds",
          "dev.foliot.autoconfigure.ProcessorsConfiguration",
          "dev.foliot.autoconfigure.PersonalDataConfiguration",
          "dev.foliot.engine.EngineNode",
          "dev.foliot.engine.RunUntilStopped");

  /** The engine's threads and their wake-up; real waiting; how threads are made. */
  @ArchTest
  static final ArchRule threadsComeIn =
      only(
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
          "dev.foliot.engine.RunUntilStopped",
          "dev.foliot.engine.BeatUntilStopped",
          "dev.foliot.engine.ListenUntilStopped",
          "dev.foliot.engine.EndInTime",
          "dev.foliot.engine.WakeUp",
          "dev.foliot.time.Waiting",
          "dev.foliot.autoconfigure.EngineConfiguration");

  private static DescribedPredicate<AccessTarget> called(Class<?> owner, String name) {
    return DescribedPredicate.describe(
        owner.getSimpleName() + "." + name,
        access -> access.getOwner().isEquivalentTo(owner) && access.getName().startsWith(name));
  }

  private static ArchRule only(
      String what, DescribedPredicate<AccessTarget> forbidden, String... seams) {
    return noClasses()
        .that(not(in(List.of(seams))))
        .should()
        .accessTargetWhere(target(forbidden))
        .as("only %s may %s".formatted(String.join(", ", seams), what));
  }

  /** Nested classes belong to the class that they are in. */
  private static DescribedPredicate<JavaClass> in(List<String> topLevel) {
    return DescribedPredicate.describe(
        "are in " + topLevel, type -> topLevel.contains(type.getName().split("\\$")[0]));
  }

  // ---- the log has one way in: the unit of work, which tells the engine what it stored

  @ArchTest
  static final ArchRule unitOfWorkAppendsToTheLog =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.foliot.unitofwork")
          .should()
          .callMethod(EventStore.class, "append", List.class)
          .as("append with UnitOfWork.append: only the unit of work may call EventStore.append");

  // ---- errors of others: read in one place, caught whatever they are

  /** A chain of causes may be a circle. */
  @ArchTest
  static final ArchRule causesAreFollowedInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.foliot.failure")
          .should()
          .accessTargetWhere(target(ofErrors("getCause", "initCause")))
          .as("only Causes may follow causes, since a chain of them may be a circle");

  /** Where the compiler does not know more than that it is an error, its text may throw. */
  @ArchTest
  static final ArchRule errorsAreDescribedInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.foliot.failure")
          .should()
          .accessTargetWhere(
              target(ofErrors("getMessage", "getLocalizedMessage", "toString", "printStackTrace"))
                  .and(target(ofAnyError())))
          .as("only ErrorText may ask an unknown error for its text, which may throw");

  @ArchTest
  static final ArchRule whoCatchesErrorsCatchesAll =
      codeUnits()
          .should(notCatchBoth(RuntimeException.class, Error.class))
          .as(
              "catch Throwable: RuntimeException | Error lets undeclared checked exceptions through");

  private static DescribedPredicate<AccessTarget> ofErrors(String... names) {
    return DescribedPredicate.describe(
        "Throwable." + List.of(names),
        access ->
            access.getOwner().isAssignableTo(Throwable.class)
                && List.of(names).contains(access.getName()));
  }

  private static DescribedPredicate<AccessTarget> ofAnyError() {
    List<Class<?>> unknown =
        List.of(Throwable.class, Exception.class, RuntimeException.class, Error.class);
    return DescribedPredicate.describe(
        "of " + unknown, access -> unknown.stream().anyMatch(access.getOwner()::isEquivalentTo));
  }

  private static ArchCondition<JavaCodeUnit> notCatchBoth(Class<?> one, Class<?> other) {
    return new ArchCondition<>("not catch %s | %s".formatted(one, other)) {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        for (TryCatchBlock block : unit.getTryCatchBlocks()) {
          boolean both =
              Stream.of(one, other)
                  .allMatch(
                      each ->
                          block.getCaughtThrowables().stream()
                              .anyMatch(caught -> caught.isEquivalentTo(each)));
          events.add(new SimpleConditionEvent(block, !both, unit.getDescription()));
        }
      }
    };
  }

  /**
   * The head of a block, with its indentation and the name of its exception. One with the name
   * {@code shown} is readable already.
   */
  private static final Pattern BLOCK_WITH_ERROR =
      Pattern.compile(
          "(?m)^( *)\\S.*(?:Exception|Error|Throwable) (?!shown\\b)(\\w+)(?:,.*)?\\).*\\{(?: //.*)?$");

  /** Holds for all modules: a class file does not show what is logged. */
  @ArchTest
  static void errorsAreLoggedInAReadableForm(JavaClasses itself) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> sources = Files.walk(Path.of(".."))) {
      for (Path source :
          sources.filter(path -> path.toString().matches(".*/src/main/java/.*\\.java")).toList()) {
        String text = Files.readString(source);
        for (MatchResult head : BLOCK_WITH_ERROR.matcher(text).results().toList()) {
          String block = text.substring(head.end()).split("\n" + head.group(1) + "}", 2)[0];
          String logged = "(?si).*\\blog\\.\\w+\\(.*,\\s*" + head.group(2) + "\\);?";
          if (Stream.of(block.split(";\n")).anyMatch(statement -> statement.matches(logged))) {
            found.add(source.getFileName() + ": " + head.group().strip());
          }
        }
      }
    }

    assertThat(found).as("Log ReadableError.of(error), because its text may throw").isEmpty();
  }

  // ---- names

  @ArchTest
  static final ArchRule namesSayWhatATypeIsOrDoes =
      noClasses()
          .that(not(belongToAnyOf(ProcessManager.class))) // the name of the concept
          .should()
          .haveSimpleNameStartingWith("Abstract")
          .orShould()
          .haveSimpleNameStartingWith("Default")
          .orShould()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils");

  @ArchTest
  static final ArchRule autoConfigurationExportsOnlyItsProperties =
      classes()
          .that()
          .resideInAPackage("dev.foliot.autoconfigure")
          .and()
          .areTopLevelClasses()
          .and()
          .arePublic()
          .should()
          .haveSimpleNameEndingWith("Properties")
          .orShould()
          .haveSimpleName("FoliotAutoConfiguration")
          .orShould()
          .haveSimpleName("InvalidPropertyException")
          .orShould()
          .haveSimpleName("PropertyRange")
          .orShould()
          .haveSimpleName("OnTrueProperty");
}
