package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** A key that nothing reads is no silent default. */
@ExtendWith(OutputCaptureExtension.class)
class UnknownKeysTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          foliot.engine.batch-sise                         | known below foliot.engine are [batch-size, circuit-breaker,
          foliot.engin.batch-size                          | known below foliot are [aggregate, archive, command, engine,
          foliot.engine.retry.attempts                     | known below foliot.engine.retry are [initial-interval, jitter, max-attempts,
          foliot.engine.batch-size.most                    | foliot.engine.batch-size has nothing below it
          foliot.engine.subscriptions.ledger.batch-sise    | known below foliot.engine.subscriptions.ledger are [batch-size, retry, segments, start]. Correct it
          foliot.engine.subscriptions.a.b.segments         | known below foliot.engine.subscriptions.a are [batch-size, retry, segments, start]; a name with a dot is written in brackets, such as [a.b]. Correct it
          foliot.engine.subscriptions.ledger.retry.most    | known below foliot.engine.subscriptions.ledger.retry are [initial-interval
          foliot.test.databse                              | known below foliot.test are [active, clean, database, max-deliveries]
          """)
  void refusesAnUnknownKeyAndNamesThoseThatExist(String key, String known) {
    FoliotRunner.empty()
        .withPropertyValues(key + "=1")
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains("The property " + key + " ")
                    .contains(" is unknown; " + known)
                    .contains("Correct " + key + " in the application's configuration."));
  }

  @Test
  void listsAllOfThem() {
    FoliotRunner.empty()
        .withPropertyValues("foliot.one=1", "foliot.engine.two=2", "foliot.outbox.batch-size=3")
        .run(
            context -> {
              var refused = (UnknownPropertyException) FoliotRunner.analysis(context).getCause();
              assertThat(refused.keys())
                  .containsExactlyInAnyOrder("foliot.one", "foliot.engine.two");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foliot.engine.batch-size=7",
        "foliot.engine.batchSize=7",
        "foliot.engine.batch_size=7",
        "FOLIOT.ENGINE.BATCHSIZE=7",
        "foliot.packages[0]=a.b",
        "foliot.packages=a.b,c.d",
        "foliot.test.database=h2",
        "foliot.test.clean=always",
        "foliotish.engine=x",
      })
  void takesEverySpellingOfAKnownKey(String property) {
    FoliotRunner.empty()
        .withPropertyValues(property)
        .run(context -> assertThat(context).hasNotFailed());
  }

  @ParameterizedTest
  @CsvSource({
    "foliot.module.size, true",
    "foliot.module.sizes.any.key, true",
    "foliot.module.list[0], true",
    "foliot.module.size.more, false",
    "foliot.module.sise, false"
  })
  void takesKeysThatAModuleDeclares(String key, boolean declared, @TempDir Path jar)
      throws IOException {
    Path metadata = jar.resolve("META-INF/spring-configuration-metadata.json");
    Files.createDirectories(metadata.getParent());
    Files.writeString(
        metadata,
        """
        {"properties": [
          {"name": "foliot.module.size", "type": "java.lang.Integer"},
          {"name": "foliot.module.sizes", "type": "java.util.Map<java.lang.String,java.lang.Integer>"},
          {"name": "foliot.module.list", "type": "java.util.List<java.lang.Integer>"}
        ]}
        """);

    try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      FoliotRunner.empty()
          .withClassLoader(loader)
          .withPropertyValues(key + "=1")
          .run(context -> assertThat(context.getStartupFailure() == null).isEqualTo(declared));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FOLIOT_ENGINE_BATCH_SIZE",
        "FOLIOT_ENGINE_BATCHSIZE",
        "FOLIOT_PACKAGES_0_",
        "FOLIOT_ENGINE_RETRY_MAXATTEMPTS",
        "FOLIOT_TEST_DATABASE",
        "FOLIOT_TEST_POSTGRES_URL",
        "FOLIOT_SERVICE_HOST",
        "FOLIOT_PORT_8080_TCP"
      })
  void takesVariablesOfTheEnvironment(String variable, CapturedOutput output) {
    inEnvironment(variable).run(context -> assertThat(context).hasNotFailed());

    assertThat(output).doesNotContain("is not a property of Foliot");
  }

  @Test
  void warnsOfAnUnknownVariable(CapturedOutput output) {
    inEnvironment("FOLIOT_ENGINE_BATCH_SISE").run(context -> assertThat(context).hasNotFailed());

    assertThat(output)
        .contains("The environment variable FOLIOT_ENGINE_BATCH_SISE is not a property of Foliot");
  }

  @Test
  void warnsOfAnUnknownSystemProperty(CapturedOutput output) {
    FoliotRunner.empty()
        .withSystemProperties("foliot.engine.batch-sise=7")
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(output)
        .contains("The system property foliot.engine.batch-sise")
        .contains("known below foliot.engine are [batch-size");
  }

  @Test
  void takesTheSeedOfASimulation(CapturedOutput output) {
    FoliotRunner.empty()
        .withSystemProperties("foliot.simulation.seed=17", "foliot.simulation.seeds=3")
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(output).doesNotContain("The system property foliot.simulation");
  }

  @ParameterizedTest
  @ValueSource(strings = {"foliot.simulation.seed", "foliot.simulation.seeds"})
  void refusesTheSeedOfASimulationElsewhere(String key, CapturedOutput output) {
    FoliotRunner.empty()
        .withPropertyValues(key + "=17")
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains(" is read from the system properties only.")
                    .contains("start the tests with -D" + key + "=…"));
    inEnvironment("FOLIOT_SIMULATION_SEED").run(context -> assertThat(context).hasNotFailed());
    assertThat(output).contains("variable FOLIOT_SIMULATION_SEED is not a property of Foliot");
  }

  private static ApplicationContextRunner inEnvironment(String variable) {
    return FoliotRunner.empty()
        .withInitializer(
            context ->
                context
                    .getEnvironment()
                    .getPropertySources()
                    .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                            Map.of(variable, "2"))));
  }
}
