package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.WorkflowContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Child contexts, at level 1 only: the examples of the documentation, and A28. */
class ContextCaseTests {
  private final List<String> done = new ArrayList<>();

  private String did(String what) {
    done.add(what);
    return what;
  }

  record Item(String itemId, boolean checked) {}

  // docs: child
  static Item item(WorkflowContext ctx, String id) {
    return ctx.child(
        "item_processing",
        Item.class,
        child -> {
          String found = child.step("find", String.class, step -> id);
          return new Item(found, child.step("check", Boolean.class, step -> true));
        });
  }

  @Test
  void a4RunsAChildContext() {
    WorkflowResult<Item> result =
        WorkflowTestRunner.of(String.class, ContextCaseTests::item).run("item-123");

    assertThat(result.operations()).hasSize(1);
    assertThat(result.child("item_processing").result(Item.class).itemId()).isEqualTo("item-123");
    assertThat(result.step("check").parent()).isEqualTo(result.child("item_processing").id());
  }

  // docs: end

  // docs: children
  record Data(int value, boolean validated, boolean transformed) {}

  static Data transform(WorkflowContext ctx, int value) {
    Data valid = ctx.child("validation", Data.class, child -> new Data(value, true, false));
    return ctx.child(
        "transformation", Data.class, child -> new Data(valid.value(), valid.validated(), true));
  }

  @Test
  void a5RunsChildrenOneAfterTheOther() {
    WorkflowResult<Data> result =
        WorkflowTestRunner.of(Integer.class, ContextCaseTests::transform).run(42);

    assertThat(result)
        .hasResult(new Data(42, true, true))
        .ran("validation", "transformation")
        .inOrder();
    assertThat(result.operations()).hasSize(2);
  }

  // docs: end

  @Test
  void a28ResumesAnInterruptedChild() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.child(
                        "work",
                        String.class,
                        child -> {
                          child.step("first", String.class, step -> did("first"));
                          return child.step("second", String.class, step -> did("second"));
                        }))
            .loseOutcomeOf("second")
            .run("");

    assertThat(result).hasResult("second");
    assertThat(done).containsExactly("first", "second", "second");
    assertThat(result.repeated()).containsExactly("second");
    assertThat(result.history())
        .filteredOn(event -> event.type().equals("ContextStarted"))
        .hasSize(1);
  }
}
