package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import dev.foliot.test.WorkflowReplay;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changed code under old runs: A50 and N1. */
class ReplayCaseTests {
  private final List<String> done = new ArrayList<>();

  private DurableFunction<String, String> code(@Nullable String first, @Nullable String second) {
    return (ctx, input) -> {
      ctx.step(first, String.class, step -> did("first"));
      ctx.wait("pause", ofHours(1));
      return ctx.step(second, String.class, step -> did("second"));
    };
  }

  private String did(String what) {
    done.add(what);
    return what;
  }

  private String exportOf(DurableFunction<String, String> code) {
    String export = WorkflowTestRunner.of(code).run("x").snapshot();
    done.clear();
    return export;
  }

  @Test
  void a50AcceptsTheSameCode() {
    WorkflowReplay.of(code("a", "b")).check(exportOf(code("a", "b")));

    assertThat(done).isEmpty();
  }

  @Test
  void a50RefusesAnotherName() {
    assertRefused(code("a", "b"), code("a", "c"), "its journal has Step 'b' at position 3", "'c'");
    assertRefused(code(null, "b"), code("a", "b"), "Step without a name at position 1", "'a'");
    assertRefused(code("a", "b"), code(null, "b"), "Step 'a' at position 1", "without a name");
  }

  private void assertRefused(
      DurableFunction<String, String> old,
      DurableFunction<String, String> changed,
      String expected,
      String found) {
    String export = exportOf(old);

    assertThatThrownBy(() -> WorkflowReplay.of(changed).check(export))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(expected)
        .hasMessageContaining(found);
    assertThat(done).isEmpty();
  }

  @Test
  void a50RefusesAnotherType() {
    assertRefused(
        code("a", "b"),
        (ctx, input) -> {
          ctx.wait("a", ofHours(1));
          return input;
        },
        "its journal has Step 'a' at position 1",
        "asked for Wait 'a'");
  }

  @Test
  void refusesOperationsAfterTheEnd() {
    assertRefused(
        code("a", "b"),
        (ctx, input) -> {
          code("a", "b").run(ctx, input);
          return ctx.step("c", String.class, step -> did("c"));
        },
        "It had ended",
        "continues after its last operation");
  }

  @Test
  void refusesAnEndBeforeTheLastOperation() {
    assertRefused(
        code("a", "b"),
        (ctx, input) -> ctx.step("a", String.class, step -> did("a")),
        "its journal has Wait 'pause' at position 2",
        "ended without it");
  }

  @Test
  void acceptsNewOperationsOfARunThatWaits() {
    String export = WorkflowTestRunner.of(code("a", "b")).start("x").result().snapshot();

    WorkflowReplay.of(code("a", "new")).check(export);
  }

  @Test
  void acceptsARunThatHasFailed() {
    DurableFunction<String, String> failing =
        (ctx, input) -> ctx.step("bad", String.class, StepOptions.noRetry(), step -> refuse());

    WorkflowReplay.of(failing).check(exportOf(failing));
  }

  private DurableFunction<String, String> undoing(
      String name, DurableFunction<String, String> code) {
    return (ctx, input) -> {
      ctx.compensate(name, step -> did("undo"));
      return code.run(ctx, input);
    };
  }

  @Test
  void acceptsARunThatWasCancelledWhereItWaits() {
    DurableFunction<String, String> undoing = undoing("undo", code("a", "b"));
    String cancelled = WorkflowTestRunner.of(undoing).start("x").cancel().result().snapshot();
    done.clear();

    WorkflowReplay.of(undoing).check(cancelled);
    assertThat(done).isEmpty();
    assertThatThrownBy(() -> WorkflowReplay.of(code("c", "b")).check(cancelled))
        .hasMessageContaining("its journal has Step 'a' at position 1");
    assertThatThrownBy(
            () -> WorkflowReplay.of(undoing("withdraw", code("a", "b"))).check(cancelled))
        .hasMessageContaining("its journal has Compensation 'undo' at position ~undo-1");
  }

  @Test
  void refusesAFailureOfARunThatWasEndedWhereItWaits() {
    DurableFunction<String, String> undoing = undoing("undo", code("a", "b"));
    DurableFunction<String, String> failing =
        undoing(
            "undo",
            (ctx, input) -> {
              throw new IllegalStateException("no " + input);
            });
    String cancelled = WorkflowTestRunner.of(undoing).start("x").cancel().result().snapshot();
    String late = WorkflowTestRunner.of(undoing).timeout(ofMinutes(1)).run("x").snapshot();

    for (String export : List.of(cancelled, late)) {
      assertThatThrownBy(() -> WorkflowReplay.of(failing).check(export))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining(
              "and the code ends as FAILED: java.lang.IllegalStateException: no x");
    }
  }

  @Test
  void refusesAnotherFailure() {
    assertRefused(
        priced(String.class, "12 EUR", ReplayCaseTests::fails),
        (ctx, input) -> {
          throw new UnsupportedOperationException("no " + input);
        },
        "It is FAILED: java.lang.IllegalStateException: no 12 EUR, and the code ends as FAILED:",
        "java.lang.UnsupportedOperationException: no x.");
  }

  @Test
  void refusesOtherOperationsOfARunThatHasFailed() {
    assertRefused(
        (ctx, input) -> ctx.step("bad", String.class, StepOptions.noRetry(), step -> refuse()),
        code("a", "b"),
        "its journal has Step 'bad' at position 1",
        "asked for Step 'a'");
  }

  private static String refuse() {
    throw new IllegalStateException("no");
  }

  private static <T> DurableFunction<String, String> priced(
      Class<T> type, T price, BiFunction<WorkflowContext, T, String> next) {
    return (ctx, input) -> next.apply(ctx, ctx.step("price", type, step -> price));
  }

  private static String waits(WorkflowContext ctx, Object price) {
    ctx.wait("pause", ofHours(1));
    return price.toString();
  }

  private static String fails(WorkflowContext ctx, Object price) {
    throw new IllegalStateException("no " + price);
  }

  private static String snapshotOfStart(DurableFunction<String, String> code) {
    return WorkflowTestRunner.of(code).start("x").result().snapshot();
  }

  @Test
  void refusesAResultThatTheCodeCannotRead() {
    WorkflowReplay changed = WorkflowReplay.of(priced(Integer.class, 12, ReplayCaseTests::waits));
    String waiting = snapshotOfStart(priced(String.class, "12 EUR", ReplayCaseTests::waits));
    String failed = exportOf(priced(String.class, "12 EUR", ReplayCaseTests::fails));

    for (String export : List.of(waiting, failed)) {
      assertThatThrownBy(() -> changed.check(export))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("cannot continue with the current code. ")
          .hasMessageContaining(
              "The result of Step 'price' at position 1 cannot be read as java.lang.Integer: ");
    }
  }

  @Test
  void refusesAFailureOfARunThatWaits() {
    String waiting = snapshotOfStart(priced(String.class, "12 EUR", ReplayCaseTests::waits));
    WorkflowReplay changed =
        WorkflowReplay.of(priced(String.class, "12 EUR", ReplayCaseTests::fails));

    assertThatThrownBy(() -> changed.check(waiting))
        .isInstanceOf(AssertionError.class)
        .hasMessageEndingWith(
            "It is WAITING, and the code ends as FAILED: java.lang.IllegalStateException: no 12 EUR.");
  }

  @Test
  void n1ChecksTheOtherFilesToo(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("1-new.json"), exportOf(code("a", "c")));
    Files.writeString(folder.resolve("2-old.json"), exportOf(code("a", "b")));

    Stream<DynamicTest> tests = WorkflowReplay.of(code("a", "b")).files(folder);

    assertThat(tests.map(ReplayCaseTests::outcome))
        .containsExactly("1-new.json fails", "2-old.json passes");
  }

  @Test
  void refusesAFolderWithoutRuns(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("run.txt"), exportOf(code("a", "b")));
    WorkflowReplay replay = WorkflowReplay.of(code("a", "b"));

    assertThatThrownBy(() -> replay.files(folder))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("No file in %s ends with .json, so no run is".formatted(folder))
        .hasMessageContaining("result.snapshot()")
        .hasMessageContaining("workflows.export(runId)");
    assertThatThrownBy(() -> replay.files(Path.of("no-runs")))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "There is no folder %s, so".formatted(Path.of("no-runs").toAbsolutePath()));
  }

  private static String outcome(DynamicTest test) {
    try {
      test.getExecutable().execute();
      return test.getDisplayName() + " passes";
    } catch (Throwable e) {
      return test.getDisplayName() + " fails";
    }
  }

  // docs: replay
  @Test
  void passesWithoutPatch() {
    DurableFunction<String, String> patched =
        (ctx, input) -> {
          if (ctx.patched("check")) {
            ctx.step("check", String.class, step -> did("check"));
          }
          return code("a", "b").run(ctx, input);
        };

    WorkflowReplay.of(patched).check(exportOf(code("a", "b"))); // an old run goes on

    assertThat(WorkflowTestRunner.of(patched).run("x")).ran("check", "a", "b").inOrder();
  }
  // docs: end
}
