package dev.foliot.test.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.journal.HistoryEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  private final Handlers handlers = Handlers.all();

  @TestFactory
  Stream<DynamicTest> casesOfTheReference() throws IOException {
    if (!Files.isDirectory(OracleCase.folder())) {
      return Stream.of(DynamicTest.dynamicTest("no reference", OracleTests::skip));
    }
    return OracleCase.all().stream()
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
    World world = new World();
    Handler handler = handlers.of(each.id());
    DurableFunction<@Nullable Object, @Nullable Object> code =
        (ctx, input) -> handler.run(ctx, input, world);
    OracleRun run =
        new OracleRun(
            code,
            Codecs.json(variables.filled(each.input())),
            handlers.interceptors(each.id(), world));
    logging(world, () -> toTheEnd(run, each, variables));
    checkHistory(each, run.history(), variables);
    checkEnd(each, run, variables);
    LogChecks logs = new LogChecks(world.records(), variables);
    each.logs().forEach(logs::check);
  }

  private static void logging(World world, Runnable run) {
    Logger logger = (Logger) LoggerFactory.getLogger("dev.foliot.workflow.run.oracle");
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            world.log("message", event.getFormattedMessage());
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

  private static void toTheEnd(OracleRun run, OracleCase each, Variables variables) {
    Answers answers = new Answers(run, each, variables);
    run.advance();
    while (!run.hasEnded() && each.expected() != null) {
      answers.plan();
      Instant due = run.dueAt();
      Instant answered = answers.nextAt();
      if (answered != null && (due == null || answered.isBefore(due))) {
        run.goTo(answered);
        answers.act();
      } else if (due != null) {
        run.goTo(due);
      } else {
        throw new AssertionError("The run waits for ever: " + run.history());
      }
      run.advance();
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
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + " in " + lines(history), e);
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

  private static void checkEnd(OracleCase each, OracleRun run, Variables variables) {
    Map<String, Object> expected = each.expected();
    if (expected == null) {
      return;
    }
    variables.check("status", expected.get("status"), run.status().name());
    if (expected.containsKey("result")) {
      assertThat(Codecs.fromJson(Objects.requireNonNull(run.result())))
          .isEqualTo(variables.filled(expected.get("result")));
    }
  }
}
