package dev.foliot.workflow.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.event.DomainEvent;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.handler.WiringException;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.autoconfigure.WorkflowRunner;
import dev.foliot.workflow.trigger.Trigger;
import org.junit.jupiter.api.Test;

class ReadTriggersTests {
  interface OfOrder {
    String order();
  }

  @DomainEvent
  record Placed(String order, long amount) implements OfOrder {}

  @DomainEvent
  record Paid(String order) implements OfOrder {}

  record NoEvent(String order) {}

  abstract static class Code<I> implements DurableFunction<I, String> {
    @Override
    public String run(WorkflowContext ctx, I input) {
      return "done";
    }
  }

  @Workflow(name = "right")
  @Trigger(event = Placed.class, when = "event.amount > 1", input = "event.amount")
  static class Right extends Code<Long> {}

  @Workflow(name = "all-wrong")
  @Trigger(event = NoEvent.class)
  @Trigger(event = Placed.class, when = "event.amont > 1")
  @Trigger(event = Placed.class, when = "event.amount", input = "event.id")
  @Trigger(event = Paid.class)
  @Trigger(event = OfOrder.class, input = "event.order")
  static class AllWrong extends Code<Placed> {}

  @Workflow(name = "any-of")
  @Trigger(event = OfOrder.class)
  static class AnyOf extends Code<OfOrder> {}

  @Workflow(
      name =
          "long-name-................................................................................................................................................")
  @Trigger(event = Paid.class)
  static class LongName extends Code<Paid> {}

  @Test
  void listsAllProblems() {
    WorkflowRunner.withTypesOf(ReadTriggersTests.class)
        .withBean(Right.class)
        .withBean(AllWrong.class)
        .withBean(AnyOf.class)
        .withBean(LongName.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .isInstanceOfSatisfying(
                        WiringException.class,
                        e ->
                            assertThat(e.problems())
                                .containsExactly(
                                    wrong(
                                        "names %s$NoEvent, which is no event. Annotate an event with @DomainEvent."),
                                    wrong(
                                        "has a wrong condition. \"event.amont > 1\": Character 7: Placed has no property amont. It has: amount, order."),
                                    wrong(
                                        "has a wrong condition. \"event.amount\": It is a value of type Long, but a condition is true or false."),
                                    wrong(
                                        "has a wrong input. \"event.id\": Character 7: Placed has no property id. It has: amount, order."),
                                    wrong(
                                        "gives %s$Paid to a workflow whose input is %1$s$Placed. Give it another input, such as input = \"event.id\"."),
                                    wrong(
                                        "gives java.lang.String to a workflow whose input is %s$Placed. Give it another input, such as input = \"event.id\"."),
                                    "A @Trigger of workflow any-of (%s$AnyOf) gives one of several classes to a workflow whose input is %1$s$OfOrder, and it could not be read back. Give it an input that all of them have, such as input = \"event.id\"."
                                        .formatted(ReadTriggersTests.class.getName()),
                                    "A @Trigger of workflow %s (%s) cannot be part of the ids of runs, because its name has more than 150 characters. Give the workflow a shorter name."
                                        .formatted(
                                            LongName.class.getAnnotation(Workflow.class).name(),
                                            LongName.class.getName()))));
  }

  private static String wrong(String problem) {
    String here = ReadTriggersTests.class.getName();
    return "A @Trigger of workflow all-wrong (%s$AllWrong) ".formatted(here)
        + problem.formatted(here);
  }

  @Test
  void oneSubscriptionHasTheEventsOfAllTriggers() {
    WorkflowRunner.withTypesOf(ReadTriggersTests.class)
        .withBean(Right.class)
        .run(
            context ->
                assertThat(context.getBean(HandlerRegistry.class).subscriptions())
                    .singleElement()
                    .satisfies(
                        subscription -> {
                          assertThat(subscription.name()).isEqualTo("workflow-triggers");
                          assertThat(subscription.messageClasses()).containsExactly(Placed.class);
                        }));
  }

  @Test
  void withoutTriggersThereIsNoSubscription() {
    WorkflowRunner.withTypesOf(ReadTriggersTests.class)
        .run(
            context ->
                assertThat(context.getBean(HandlerRegistry.class).subscriptions()).isEmpty());
  }
}
