package dev.foliot.workflow.replay;

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
import dev.foliot.workflow.journal.Journal;
import dev.foliot.workflow.journal.JournalClosedException;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.JournalInMemory;
import dev.foliot.workflow.journal.JsonPayloads;
import dev.foliot.workflow.journal.StoredError;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A run without a database: its clock goes to what is due. */
final class RunInMemory {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          code -> {
            Thread thread = new Thread(code, "branch");
            thread.setDaemon(true);
            return thread;
          });

  final SteppableClock clock = new SteppableClock(START);
  final JournalInMemory journal = new JournalInMemory();
  final MessageJson json = new MessageJson(new MessageTypes(List.of()));
  final JsonPayloads codec = new JsonPayloads(json);
  final List<Answer> answers = new ArrayList<>();
  final CountWork work = new CountWork();
  @Nullable RunStatus ending;
  Workflow.Memo memo = Workflow.Memo.BY_POSITION;
  final List<WorkflowInterceptor> interceptors = new ArrayList<>();
  boolean overlapping;
  Alarm alarm = Alarm.NONE;
  BranchThreads threads = new BranchThreads(THREADS, 100);
  JournalClosedException.@Nullable Reason closes;
  Runnable stored = () -> {};
  Runnable closed = () -> {};
  int invocations;
  int round;
  Instant roundAt = START;
  Type inputType = Object.class;
  Type resultType = Object.class;
  private DurableFunction<?, ?> function;
  private String input = "null";

  RunInMemory(DurableFunction<?, ?> function) {
    this.function = function;
  }

  static RunInMemory of(DurableFunction<@Nullable Object, ? extends @Nullable Object> function) {
    return new RunInMemory(function);
  }

  /** Goes on with other code. */
  RunInMemory with(DurableFunction<@Nullable Object, ? extends @Nullable Object> other) {
    this.function = other;
    return this;
  }

  /** Invokes the code once. */
  InvocationResult invoke() {
    invocations++;
    RunInfo info = new RunInfo("r", "test", 1, START, roundAt, invocations, round, null);
    InvocationInput all =
        new InvocationInput(
            info, memo, input, work.counted(journal.entries()), List.copyOf(answers), ending);
    Type[] types = {inputType, resultType};
    RunBody body = new FunctionBody(function, types, work.counted(codec), json);
    InvocationResult result = new Invocation(body, all, closing(), parts()).run();
    journal.append(entries(result));
    if (result instanceof InvocationResult.Restarted restarted) {
      journal.clear();
      answers.clear();
      round++;
      roundAt = clock.instant();
      input = restarted.input();
    }
    return result;
  }

  private InvocationParts parts() {
    return new InvocationParts(
            work.counted(clock),
            work.counted(codec),
            new NoDomain(),
            Bodies.AS_THEY_ARE,
            threads,
            overlapping,
            defaultRetry(),
            () -> 0.5)
        .withAlarm(alarm)
        .withInterceptors(new Interceptors(interceptors));
  }

  private static RetryPolicy defaultRetry() {
    return RetryPolicy.exponential(3, Duration.ofSeconds(1));
  }

  /** The journal, which is closed after the next entries. */
  private Journal closing() {
    return new Journal() {
      @Override
      public void append(List<JournalEntry> entries) {
        journal.append(entries);
        stored.run();
        close();
      }

      @Override
      public void appendWith(List<JournalEntry> entries, Supplier<JournalEntry> action) {
        journal.appendWith(entries, action);
        close();
      }
    };
  }

  private void close() {
    if (closes != null) {
      JournalClosedException.Reason reason = closes;
      closes = null;
      closed.run();
      throw new JournalClosedException(reason, null);
    }
  }

  private static List<JournalEntry> entries(InvocationResult result) {
    if (result instanceof InvocationResult.Aborted aborted) {
      return aborted.entries();
    }
    if (result instanceof InvocationResult.Ended ended) {
      return ended.entries();
    }
    return result instanceof InvocationResult.Waiting waiting ? waiting.entries() : List.of();
  }

  /** Goes on until it has ended, or waits for an answer. */
  InvocationResult run() {
    while (true) {
      InvocationResult result = invoke();
      if (result instanceof InvocationResult.Waiting waiting && waiting.dueAt() != null) {
        if (waiting.dueAt().isAfter(clock.instant())) {
          clock.set(waiting.dueAt());
        }
      } else if (!(result instanceof InvocationResult.Restarted)) {
        return result;
      }
    }
  }

  InvocationResult.Ended end() {
    return (InvocationResult.Ended) run();
  }

  void succeed(String operation, @Nullable Object value) {
    answers.add(
        new Answer(operation, EntryType.SUCCEEDED, codec.write(value), null, clock.instant()));
  }

  void fail(String operation, String type, String message) {
    StoredError error = new StoredError(type, message);
    answers.add(new Answer(operation, EntryType.FAILED, null, error, clock.instant()));
  }

  List<String> trace() {
    return journal.entries().stream()
        .map(each -> each.operation() + " " + each.kind() + " " + each.type())
        .toList();
  }

  private static final class NoDomain implements DomainCalls {
    @Override
    public @Nullable Object process(Object command) {
      return "did " + command;
    }

    @Override
    public void publish(Object event) {}

    @Override
    public UUID submit(Object command) {
      return new UUID(0, 1);
    }
  }
}
