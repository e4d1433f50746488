package dev.foliot.test.oracle;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.time.SteppableClock;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.RunInfo;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowInterceptor;
import dev.foliot.workflow.journal.Answer;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.History;
import dev.foliot.workflow.journal.HistoryEvent;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.JournalInMemory;
import dev.foliot.workflow.journal.JsonPayloads;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.RunSummary;
import dev.foliot.workflow.journal.StoredError;
import dev.foliot.workflow.replay.Bodies;
import dev.foliot.workflow.replay.DomainCalls;
import dev.foliot.workflow.replay.FunctionBody;
import dev.foliot.workflow.replay.Invocation;
import dev.foliot.workflow.replay.InvocationInput;
import dev.foliot.workflow.replay.InvocationParts;
import dev.foliot.workflow.replay.InvocationResult;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** One run on a virtual clock: invoked when it is due, or when an answer has come. */
final class OracleRun {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          code -> {
            Thread thread = new Thread(code, "oracle");
            thread.setDaemon(true);
            return thread;
          });

  private final SteppableClock clock;
  private final String id;
  private final DurableFunction<?, ?> code;
  private final String input;
  private final List<WorkflowInterceptor> interceptors;
  private final JournalInMemory journal = new JournalInMemory();
  private final JsonPayloads codec = new JsonPayloads(new MessageJson(new MessageTypes(List.of())));
  private final List<Answer> answers = new ArrayList<>();
  private final Set<String> invoked = new HashSet<>();
  private final Set<Integer> crashed = new TreeSet<>();
  private int invocations;
  private InvocationResult last = new InvocationResult.Aborted(new IllegalStateException());

  OracleRun(DurableFunction<?, ?> code, String input, List<WorkflowInterceptor> interceptors) {
    this(new SteppableClock(START), "run", code, input, interceptors);
  }

  private OracleRun(
      SteppableClock clock,
      String id,
      DurableFunction<?, ?> code,
      String input,
      List<WorkflowInterceptor> interceptors) {
    this.clock = clock;
    this.id = id;
    this.code = code;
    this.input = input;
    this.interceptors = interceptors;
  }

  /** Invokes it until it waits or has ended; child runs end at once. */
  void advance() {
    do {
      invoke();
    } while (last instanceof InvocationResult.Aborted || runChildren());
  }

  private void invoke() {
    invocations++;
    InvocationInput all =
        new InvocationInput(
            info(),
            Workflow.Memo.BY_POSITION,
            input,
            journal.entries(),
            List.copyOf(answers),
            null);
    FunctionBody body = new FunctionBody(code, Object.class, codec);
    last = new Invocation(body, all, journal, parts()).run();
    if (last instanceof InvocationResult.Aborted) {
      crashed.add(invocations);
    } else if (last instanceof InvocationResult.Ended ended) {
      journal.append(ended.entries());
    } else if (last instanceof InvocationResult.Waiting waiting) {
      journal.append(waiting.entries());
    }
  }

  private RunInfo info() {
    return new RunInfo(id, "oracle", 1, START, invocations, null);
  }

  private InvocationParts parts() {
    DomainCalls none =
        (DomainCalls)
            Proxy.newProxyInstance(
                DomainCalls.class.getClassLoader(),
                new Class<?>[] {DomainCalls.class},
                (proxy, method, arguments) -> {
                  throw new UnsupportedOperationException();
                });
    return new InvocationParts(
            clock,
            codec,
            none,
            Bodies.AS_THEY_ARE,
            THREADS,
            false,
            RetryPolicy.exponential(3, Duration.ofSeconds(1)),
            () -> 0.5)
        .withInterceptors(interceptors);
  }

  /** Whether a child run has ended. */
  private boolean runChildren() {
    boolean ended = false;
    for (JournalEntry entry : journal.entries()) {
      if (entry.kind() == OperationKind.INVOKE && invoked.add(entry.operation())) {
        answers.add(resultOf(entry));
        ended = true;
      }
    }
    return ended;
  }

  private Answer resultOf(JournalEntry invoke) {
    OracleRun child =
        new OracleRun(
            clock,
            Objects.requireNonNull(invoke.details().childRun()),
            Objects.requireNonNull(InvokeHandlers.targets().get(invoke.details().target())),
            Objects.requireNonNull(invoke.payload()),
            List.of());
    child.advance();
    InvocationResult.Ended end = (InvocationResult.Ended) child.last;
    EntryType type = end.status() == RunStatus.SUCCEEDED ? EntryType.SUCCEEDED : EntryType.FAILED;
    return new Answer(invoke.operation(), type, end.payload(), end.error(), clock.instant());
  }

  boolean hasEnded() {
    return last instanceof InvocationResult.Ended;
  }

  /** When it goes on by itself; null if never. */
  @Nullable Instant dueAt() {
    return last instanceof InvocationResult.Waiting waiting ? waiting.dueAt() : null;
  }

  Instant now() {
    return clock.instant();
  }

  void goTo(Instant instant) {
    clock.set(instant);
  }

  void answer(String operation, @Nullable EntryType type, @Nullable String payload) {
    answers.add(new Answer(operation, type, payload, null, clock.instant()));
  }

  void fail(String operation, StoredError error) {
    answers.add(new Answer(operation, EntryType.FAILED, null, error, clock.instant()));
  }

  List<HistoryEvent> history() {
    InvocationResult.Ended end = last instanceof InvocationResult.Ended ended ? ended : null;
    return History.of(
        new RunSummary(
            info(),
            end == null ? RunStatus.WAITING : end.status(),
            input,
            end == null ? null : end.payload(),
            end == null ? null : end.error(),
            end == null ? null : clock.instant(),
            crashed),
        journal.entries());
  }

  RunStatus status() {
    return last instanceof InvocationResult.Ended ended ? ended.status() : RunStatus.WAITING;
  }

  @Nullable String result() {
    return last instanceof InvocationResult.Ended ended ? ended.payload() : null;
  }
}
