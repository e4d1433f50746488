package dev.foliot.test.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.journal.HistoryEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.LoggerFactory;

/** Checks each case: history, status, result and log. */
class OracleTests {
  /** Cases that are decided otherwise, with the reasons: see {@code docs/workflows.md}. */
  private static final Map<String, String> DECIDED_OTHERWISE = Map.of();

  private static final int CASES = 126;

  private static final int MAX_SECONDS = 100;

  /** Only the first event of these cases has a fixed place. */
  private static final Set<String> UNORDERED =
      Set.of("map/9-11", "parallel/8-11", "plugin/10-18", "plugin/10-23");

  private final Handlers handlers = Handlers.all();

  @TestFactory
  Stream<DynamicTest> casesOfTheReference() throws IOException {
    if (!Files.isDirectory(OracleCase.folder())) {
      return Stream.of(DynamicTest.dynamicTest("no reference", OracleTests::skip));
    }
    List<OracleCase> cases = OracleCase.all();
    assertThat(cases).as("cases in " + OracleCase.folder()).hasSize(CASES);
    return cases.stream()
        .map(each -> DynamicTest.dynamicTest(each.id() + " " + each.title(), () -> check(each)));
  }

  private static void skip() {
    Assumptions.abort(
        "Skipped: there are no cases in %s. Give their folder by -Dfoliot.test.reference."
            .formatted(OracleCase.folder().toAbsolutePath().normalize()));
  }

  private void check(OracleCase each) {
    String reason = DECIDED_OTHERWISE.get(each.id());
    if (reason == null) {
      run(each);
    } else {
      assertThatThrownBy(() -> run(each))
          .as("%s is decided otherwise: %s", each.id(), reason)
          .isInstanceOf(AssertionError.class);
    }
  }

  private void run(OracleCase each) {
    Variables variables = new Variables(each);
    Records records = new Records();
    logging(records, () -> checkRun(each, variables, records));
    LogChecks logs = new LogChecks(records.all(), variables);
    each.logs().forEach(logs::check);
  }

  private void checkRun(OracleCase each, Variables variables, Records records) {
    var runner =
        WorkflowTestRunner.of(handlers.of(each.id()))
            .interceptors(handlers.interceptors(each.id(), records))
            .loseOutcomeOf(StepHandlers.CRASHES)
            .lenient(); // most cases have no such step
    InvokeHandlers.targets().forEach(runner::on);
    WorkflowTestRun<@Nullable Object> run = runner.start(variables.filled(each.input()));
    if (each.expected() != null) {
      toTheEnd(run, new Answers(run, each, variables));
    }
    checkHistory(each, run.result().history(), variables);
    checkEnd(each, run.result(), variables);
  }

  private static void logging(Records records, Runnable run) {
    Logger logger = (Logger) LoggerFactory.getLogger("dev.foliot.workflow.run.workflow");
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            records.log("message", event.getFormattedMessage());
          }
        };
    appender.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(appender);
    try {
      run.run();
    } finally {
      logger.detachAppender(appender);
    }
  }

  private static void toTheEnd(WorkflowTestRun<@Nullable Object> run, Answers answers) {
    for (int second = 0; !run.status().isEnded(); second++) {
      if (second > MAX_SECONDS) {
        throw new AssertionError("The run waits for ever: " + run.result());
      }
      answers.plan();
      answers.act();
      run.advance(Duration.ofSeconds(1));
    }
  }

  private static void checkHistory(
      OracleCase each, List<HistoryEvent> history, Variables variables) {
    try {
      for (Map<String, Object> expected : each.history()) {
        int eventId = (Integer) Objects.requireNonNull(expected.get("eventId"));
        if (eventId > history.size()) {
          throw new AssertionError("There is no event " + eventId);
        }
        variables.check("event " + eventId, expected, fields(history.get(eventId - 1)));
      }
      checkSurplus(each, history);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + " in " + lines(history), e);
    }
  }

  /** A run that has ended has no other events. Many cases leave out its last one. */
  private static void checkSurplus(OracleCase each, List<HistoryEvent> history) {
    if (each.expected() == null || UNORDERED.contains(each.id())) {
      return;
    }
    Map<String, Object> last = each.history().get(each.history().size() - 1);
    int leftOut = "InvocationCompleted".equals(last.get("type")) ? 1 : 0;
    int lastId = (Integer) Objects.requireNonNull(last.get("eventId"));
    if (history.size() != lastId + leftOut) {
      throw new AssertionError("There are other events after event " + lastId);
    }
  }

  private static String lines(List<HistoryEvent> history) {
    return history.stream().map(event -> "\n" + fields(event)).reduce("", String::concat);
  }

  private static Map<String, Object> fields(HistoryEvent event) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("eventId", event.eventId());
    fields.put("type", event.type());
    put(fields, "subType", event.subType());
    put(fields, "id", event.id());
    put(fields, "name", event.name());
    put(fields, "parentId", event.parentId());
    fields.put("details", event.details());
    return fields;
  }

  private static void put(Map<String, Object> fields, String key, @Nullable String value) {
    if (value != null) {
      fields.put(key, value);
    }
  }

  private static void checkEnd(
      OracleCase each, WorkflowResult<@Nullable Object> result, Variables variables) {
    Map<String, Object> expected = each.expected();
    if (expected == null) {
      return;
    }
    assertThat(result.status().name()).isEqualTo(expected.get("status"));
    if (expected.containsKey("result")) {
      assertThat(result.result()).isEqualTo(variables.filled(expected.get("result")));
    }
  }
}
