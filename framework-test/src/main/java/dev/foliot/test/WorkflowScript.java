package dev.foliot.test;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.WorkflowInterceptor;
import dev.foliot.workflow.step.RunSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The settings of a {@link WorkflowTestRunner}. Read-only while a scenario runs. */
final class WorkflowScript {
  /** An action and its time, counted from the start of the run. */
  record Timed(Duration at, WorkflowAction action) {}

  final Map<Class<?>, Function<Object, @Nullable Object>> commands = new LinkedHashMap<>();
  final Map<String, DurableFunction<?, ?>> workflows = new LinkedHashMap<>();
  final Map<String, List<ScriptedAttempt>> stubs = new LinkedHashMap<>();
  final List<Object> given = new ArrayList<>();
  final List<Timed> actions = new ArrayList<>();
  final Set<String> crashes = new HashSet<>();
  final Set<String> lostOutcomes = new HashSet<>();
  final List<WorkflowInterceptor> interceptors = new ArrayList<>();
  RetryPolicy defaultRetry = RetryPolicy.exponential(3, Duration.ofSeconds(1));
  Instant start = TestClock.START;
  @Nullable Duration timeout;
  @Nullable RunSnapshot restored;
  boolean skipsTime = true;
  ShownEvents shown = ShownEvents.ALL;
  boolean wakesTwice;
  boolean lenient;
  boolean crashesAfterEachAppend;

  /** The crash before the append with this number, from 1; 0 for none. */
  int crashBeforeAppend;

  /** Returns a copy with a crash before an append. */
  WorkflowScript crashingBefore(int append) {
    WorkflowScript copy = new WorkflowScript();
    copy.commands.putAll(commands);
    copy.workflows.putAll(workflows);
    copy.stubs.putAll(stubs);
    copy.given.addAll(given);
    copy.actions.addAll(actions);
    copy.crashes.addAll(crashes);
    copy.lostOutcomes.addAll(lostOutcomes);
    copy.interceptors.addAll(interceptors);
    copy.defaultRetry = defaultRetry;
    copy.start = start;
    copy.timeout = timeout;
    copy.restored = restored;
    copy.skipsTime = skipsTime;
    copy.shown = shown;
    copy.wakesTwice = wakesTwice;
    copy.lenient = lenient;
    copy.crashBeforeAppend = append;
    return copy;
  }

  /** The answer to a command; null if there is none. */
  @Nullable Function<Object, @Nullable Object> answerTo(Object command) {
    Function<Object, @Nullable Object> exact = commands.get(command.getClass());
    if (exact != null) {
      return exact;
    }
    return commands.entrySet().stream()
        .filter(each -> each.getKey().isInstance(command))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }
}
