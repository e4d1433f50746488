package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.test.Simulation;
import dev.foliot.test.WorkflowReplay;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.Callback;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunReport;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.encryption.PayloadKey;
import dev.foliot.workflow.encryption.PayloadKeys;
import dev.foliot.workflow.encryption.PayloadUnreadableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/** What runs store is encrypted at rest, and its keys rotate (R61). */
@ExtendWith(OutputCaptureExtension.class)
class EncryptedRunsIntegrationTests extends WorkflowTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String SECRET = "s3cr3t";

  @Autowired Keys keys;
  @Autowired ApplicationContext application;

  @TestConfiguration
  static class Encryption {
    @Bean
    Keys keys() {
      return new Keys();
    }
  }

  /** The keys of the test. */
  static final class Keys implements PayloadKeys {
    final Map<String, PayloadKey> known = new TreeMap<>();
    private volatile PayloadKey current;

    void rotate(String id) {
      byte[] secret = new byte[PayloadKey.BYTES];
      Arrays.fill(secret, (byte) id.hashCode());
      current = PayloadKey.of(id, secret);
      known.put(id, current);
    }

    @Override
    public PayloadKey current() {
      return current;
    }

    @Override
    public Optional<PayloadKey> find(String id) {
      return Optional.ofNullable(known.get(id));
    }
  }

  record Note(String text) {}

  @BeforeEach
  void beginWithOneKey() {
    keys.known.clear();
    keys.rotate("k1");
  }

  private RunHandle<String> startWithSecret() {
    return workflows.start(Scripted.class, SECRET + "-input", RunOptions.id("r-1"));
  }

  /** Every cell of every table whose text contains this one, as table.column. */
  private List<String> cellsWith(String text) {
    List<String> found = new ArrayList<>();
    List<Map<String, Object>> columns =
        jdbc.queryForList(
            "select table_name as t, column_name as c from information_schema.columns where lower(table_name) like 'foliot%' or lower(table_name) like 'test%'");
    for (Map<String, Object> column : columns) {
      String sql =
          "select count(*) from %s where cast(%s as varchar) like ?"
              .formatted(column.get("t"), quotedIfNeeded(column.get("c")));
      if (jdbc.queryForObject(sql, Integer.class, "%" + text + "%") > 0) {
        found.add((column.get("t") + "." + column.get("c")).toLowerCase(Locale.ROOT));
      }
    }
    return found;
  }

  /** Some names are words of the database. */
  private static String quotedIfNeeded(Object column) {
    return "\"" + column + "\"";
  }

  /** Uses every way in which a run stores a payload. */
  private void codeWithEveryPayload() {
    child.code =
        (ctx, input) -> {
          ctx.step("in child", String.class, step -> SECRET + "-child-step");
          return SECRET + "-child-result";
        };
    code(
        (ctx, input) -> {
          ctx.emit(new Note(SECRET + "-emitted"));
          ctx.step("one", String.class, step -> SECRET + "-step");
          try {
            ctx.step(
                "fails",
                String.class,
                StepOptions.retry(RetryPolicy.fixed(2, Duration.ofSeconds(1))),
                step -> {
                  throw new IllegalStateException(SECRET + "-error-of-step");
                });
          } catch (RuntimeException expected) {
            ctx.step("caught", String.class, step -> SECRET + "-caught");
          }
          ctx.parallel(
              "branches",
              String.class,
              List.of(
                  Branch.of("a", each -> SECRET + "-branch"),
                  Branch.of(
                      "b",
                      each -> {
                        throw new IllegalStateException(SECRET + "-error-of-branch");
                      })));
          ctx.invoke("child", Scripted.Child.class, SECRET + "-child-input", String.class);
          Callback<String> good = ctx.createCallback("good", String.class);
          Callback<String> bad = ctx.createCallback("bad", String.class);
          ctx.step("give", step -> scripted.did(good.id() + " " + bad.id()));
          String answer = good.get();
          try {
            bad.get();
          } catch (RuntimeException expected) {
            answer += "!";
          }
          throw new IllegalStateException(SECRET + "-end " + answer);
        });
  }

  @Test
  void noPayloadIsStoredAsItIs() {
    codeWithEveryPayload();
    RunHandle<String> run = startWithSecret();
    engine.runUntilIdle();
    List<String> callbacks = List.of(scripted.ran.get(0).split(" "));
    workflows.completeCallback(callbacks.get(0), SECRET + "-answer");
    workflows.failCallback(callbacks.get(1), "Refused", SECRET + "-refusal");

    assertThat(cellsWith(SECRET)).isEmpty();

    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.error().orElseThrow().message()).isEqualTo("s3cr3t-end s3cr3t-answer!");
    assertThat(cellsWith(SECRET)).isEmpty();
    assertThat(cellsWith("foliot:encrypted:k1:"))
        .contains(
            "foliot_run.input",
            "foliot_run.result",
            "foliot_run.error",
            "foliot_journal.payload",
            "foliot_journal.details",
            "foliot_wait.payload",
            "foliot_wait.error");
  }

  @Test
  void eventsThatAnswerWaitsAreEncrypted() {
    domain.process(new Stock.Receive("p"));
    code(
        (ctx, input) ->
            ctx.waitForEvent("reserved", EventWait.of(Stock.Reserved.class).within(HOUR))
                .map(Stock.Reserved::order)
                .orElse("none"));
    RunHandle<String> run = startWithSecret();
    engine.run();
    domain.process(new Stock.Reserve("p", SECRET));

    engine.run();

    assertThat(run.result()).contains(SECRET);
    assertThat(cellsWith(SECRET)).allMatch(cell -> !cell.matches("foliot_(run|journal|wait).*"));
    assertThat(cellsWith("foliot:encrypted:k1:")).contains("foliot_wait.payload");
  }

  @Test
  void eventTypedStepsAreEncrypted(@Autowired FraudCheck check) {
    check.failures = 1;
    RunHandle<?> run =
        workflows.start(
            "fraud-check", new FraudCheck.OrderPlaced(SECRET, 100, 3, 10), RunOptions.id("f"));

    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.WAITING);
    assertThat(workflows.show("f").orElseThrow().journal())
        .extracting(RunReport.Entry::payload)
        .anyMatch(payload -> String.valueOf(payload).contains(SECRET));
    assertThat(cellsWith(SECRET)).isEmpty();
  }

  @Test
  void theSearchFindsClearText() {
    code((ctx, input) -> ctx.createCallback("answer", String.class).get());
    startWithSecret();
    engine.run();
    jdbc.update("update foliot_run set input = ?", "\"" + SECRET + "\"");

    assertThat(cellsWith(SECRET)).containsExactly("foliot_run.input");
  }

  @Test
  void theNextRoundIsEncrypted() {
    code(
        (ctx, input) -> {
          if (input.endsWith("-input")) {
            ctx.continueAsNew(SECRET + "-again");
          }
          return ctx.createCallback("answer", String.class).get();
        });
    startWithSecret();
    engine.run();

    assertThat(cellsWith(SECRET)).isEmpty();
    assertThat(workflows.show("r-1").orElseThrow().input()).isEqualTo("\"s3cr3t-again\"");
  }

  @Test
  void keysRotateInTheMiddleOfARun() {
    code(
        (ctx, input) -> {
          String first = ctx.step("first", String.class, step -> SECRET + "-1");
          String answer = ctx.createCallback("answer", String.class).get();
          ctx.wait("pause", HOUR);
          return ctx.step("second", String.class, step -> first + answer + input);
        });
    RunHandle<String> run = startWithSecret();
    engine.run();
    workflows.completeCallback("r-1/2", "-a-");
    keys.rotate("k2");

    engine.runUntilIdle();

    assertThat(run.result()).contains("s3cr3t-1-a-s3cr3t-input");
    assertThat(cellsWith("foliot:encrypted:k2:"))
        .containsExactlyInAnyOrder("foliot_run.result", "foliot_journal.payload");
    assertThat(cellsWith("foliot:encrypted:k1:"))
        .contains("foliot_run.input", "foliot_wait.payload");
  }

  @Test
  void waitsWhileItsKeyIsMissing(CapturedOutput output) {
    code(
        (ctx, input) -> {
          ctx.wait("pause", HOUR);
          return input;
        });
    RunHandle<String> run = startWithSecret();
    engine.run();
    PayloadKey first = keys.known.remove("k1");
    keys.rotate("k2");

    engine.runFor(HOUR.plusMinutes(1));

    assertThat(run.status()).isNotEqualTo(RunStatus.FAILED);
    assertThat(run.status().isEnded()).isFalse();
    assertThat(output).contains("run=r-1").contains("there is no such key").doesNotContain(SECRET);
    assertThat(workflows.list(RunFilter.all())).hasSize(1);
    assertThatThrownBy(() -> workflows.show("r-1"))
        .isInstanceOf(PayloadUnreadableException.class)
        .hasMessageContaining("r-1")
        .hasMessageContaining("k1");

    keys.known.put("k1", first);
    engine.runFor(HOUR);

    assertThat(run.result()).contains(SECRET + "-input");
  }

  @Test
  void aRunWithoutItsKeyIsTerminated() {
    code((ctx, input) -> ctx.createCallback("answer", String.class).get());
    RunHandle<String> run = startWithSecret();
    engine.run();
    keys.known.remove("k1");

    assertThat(run.terminate()).isTrue();
    assertThat(run.status()).isEqualTo(RunStatus.TERMINATED);
  }

  @Test
  void payloadsCannotBeMoved() {
    code((ctx, input) -> ctx.createCallback("answer", String.class).get());
    startWithSecret();
    start("r-2");
    engine.run();
    jdbc.update(
        "update foliot_run set input = (select o.input from foliot_run o where o.id = 'r-1') where id = 'r-2'");

    assertThatThrownBy(() -> workflows.show("r-2"))
        .isInstanceOf(PayloadUnreadableException.class)
        .hasMessageContaining("moved");
  }

  @Test
  void runsFromBeforeGoOn() {
    code((ctx, input) -> input + ctx.createCallback("answer", String.class).get());
    RunHandle<String> run = startWithSecret();
    engine.run();
    jdbc.update("update foliot_run set input = '\"plain\"'");
    workflows.completeCallback("r-1/1", "-x");

    engine.run();

    assertThat(run.result()).contains("plain-x");
  }

  @Test
  void exportedRunReplays() {
    code(
        (ctx, input) -> {
          ctx.step("one", String.class, step -> SECRET);
          ctx.wait("pause", HOUR);
          return input;
        });
    startWithSecret();
    engine.runUntilIdle();
    keys.rotate("k2");

    String exported = workflows.export("r-1").orElseThrow();

    assertThat(exported).contains(SECRET);
    WorkflowReplay.of(scripted).check(exported);
  }

  @Test
  void endsWhateverBreaks(@Autowired Workflows all) {
    code(
        (ctx, input) -> {
          String one = ctx.step("one", String.class, step -> SECRET + "-1");
          ctx.wait("pause", HOUR);
          return one + ctx.invoke("child", Scripted.Child.class, SECRET + "-c", String.class);
        });

    Simulation.of(application)
        .seeds(20)
        .run(simulation -> startWithSecret())
        .thenAlways(
            simulated -> {
              assertThat(all.handle("r-1", Scripted.class).result()).contains("s3cr3t-1s3cr3t-c");
              assertThat(cellsWith(SECRET)).isEmpty();
            });
  }
}
