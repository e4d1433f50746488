package dev.foliot.workflow.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.event.DomainEvent;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.handler.WiringException;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.autoconfigure.WorkflowRunner;
import dev.foliot.workflow.trigger.CancelOn;
import dev.foliot.workflow.trigger.Debounce;
import dev.foliot.workflow.trigger.FailedRun;
import dev.foliot.workflow.trigger.OnFailure;
import dev.foliot.workflow.trigger.ScheduledStart;
import dev.foliot.workflow.trigger.Trigger;
import java.util.List;
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
                                        "names %s$NoEvent, which is not an event. Annotate an event with @DomainEvent."),
                                    wrong(
                                        "has a wrong when. \"event.amont > 1\": Character 7: Placed has no property amont. It has: amount, order."),
                                    wrong(
                                        "has a wrong when. \"event.amount\": It is a value of type Long, but a condition is true or false."),
                                    wrong(
                                        "has a wrong input. \"event.id\": Character 7: Placed has no property id. It has: amount, order."),
                                    wrong(
                                        "gives %s$Paid to a workflow whose input is %1$s$Placed. Give it another input, such as input = \"event.id\"."),
                                    wrong(
                                        "gives java.lang.String to a workflow whose input is %s$Placed. Give it another input, such as input = \"event.id\"."),
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

  @Workflow(name = "wrong-times")
  @Trigger
  @Trigger(event = Paid.class, cron = "0 0 3 * * *")
  @Trigger(cron = "0 0 3 * *")
  @Trigger(cron = "0 0 3 * * *", zone = "Nowhere")
  @Trigger(cron = "0 0 3 * * *", jitter = "-1s")
  @Trigger(cron = "0 0 3 * * *", jitter = "long")
  @Trigger(cron = "0 0 3 * * *", when = "true")
  @Trigger(cron = "0 0 3 * * *", jitter = "60")
  @Trigger(event = Paid.class, input = "event.order", jitter = "1m")
  @Trigger(event = Paid.class, input = "event.order", zone = "Europe/Berlin")
  static class WrongTimes extends Code<ScheduledStart> {}

  @Workflow(name = "wrong-input")
  @Trigger(cron = "0 0 3 * * *")
  static class WrongInput extends Code<Paid> {}

  @Debounce(period = "1m")
  @Trigger(cron = "0 0 3 * * *", jitter = "1m")
  abstract static class Late extends Code<ScheduledStart> {}

  @Workflow(name = "late")
  static class DebouncedLate extends Late {}

  @Test
  void listsAllProblemsOfTimes() {
    WorkflowRunner.withTypesOf(ReadTriggersTests.class)
        .withBean(WrongTimes.class)
        .withBean(WrongInput.class)
        .withBean(DebouncedLate.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .isInstanceOfSatisfying(
                        WiringException.class,
                        e -> {
                          assertThat(e.problems()).hasSize(14);
                          assertThat(e.problems().get(0))
                              .endsWith(
                                  " has neither an event nor a cron expression. Give it one of them.");
                          assertThat(e.problems().get(1))
                              .endsWith(
                                  " has an event and a cron expression. Give it one of them.");
                          assertThat(e.problems().get(2))
                              .contains(" has a wrong time. ")
                              .contains("0 0 3 * *")
                              .contains("six fields");
                          assertThat(e.problems().get(3))
                              .contains("There is no time zone \"Nowhere\".");
                          assertThat(e.problems().get(4))
                              .endsWith("The jitter is from zero to 36500d; this one is -1s.");
                          assertThat(e.problems().get(5))
                              .contains("'long' is not a valid duration");
                          assertThat(e.problems().get(6))
                              .endsWith(
                                  " has a cron expression with a when or an input. Remove them: they are for events.");
                          assertThat(e.problems().get(7))
                              .endsWith("The jitter has a unit, such as 30s; this one is 60.");
                          assertThat(List.of(e.problems().get(8), e.problems().get(10)))
                              .allSatisfy(
                                  each ->
                                      assertThat(each)
                                          .endsWith(
                                              " has an event with a zone or a jitter. Remove them: they are for times."));
                          assertThat(e.problems().get(13))
                              .endsWith(
                                  "DebouncedLate) has a jitter, but @Debounce or @Batch decides when its runs are due. Remove the jitter.");
                          assertThat(e.problems().get(12))
                              .endsWith(
                                  "ReadTriggersTests$Paid. Let the input be a ScheduledStart.");
                        }));
  }

  @Workflow(name = "too-late")
  @Trigger(cron = "0 0 3 * * *", jitter = "36501d")
  @Trigger(cron = "0 0 3 * * *", jitter = "9223372036854775807d")
  static class TooLate extends Code<ScheduledStart> {}

  @Test
  void jitterHasAnEnd() {
    WorkflowRunner.withTypesOf(ReadTriggersTests.class)
        .withBean(TooLate.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .isInstanceOfSatisfying(
                        WiringException.class,
                        e ->
                            assertThat(e.problems())
                                .hasSize(2)
                                .allSatisfy(
                                    each ->
                                        assertThat(each)
                                            .contains(
                                                "The jitter is from zero to 36500d; this one"
                                                    + " is "))));
  }

  @Workflow(name = "after")
  static class After extends Code<FailedRun<Paid>> {}

  static class NoBean extends Code<FailedRun<Placed>> {}

  @Workflow(name = "wrong-cancellations")
  @CancelOn(event = NoEvent.class)
  @CancelOn(event = Paid.class, when = "event.order == run.input.id")
  @CancelOn(event = Paid.class, when = "event.order == run.input.amount")
  @OnFailure(NoBean.class)
  static class WrongCancellations extends Code<Placed> {}

  @Workflow(name = "wrong-failure")
  @OnFailure(After.class)
  static class WrongFailure extends Code<Placed> {}

  @Test
  void listsAllProblemsOfCancellationsAndFailures() {
    String here = ReadTriggersTests.class.getName();
    WorkflowRunner.withTypesOf(ReadTriggersTests.class)
        .withBean(After.class)
        .withBean(WrongCancellations.class)
        .withBean(WrongFailure.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .isInstanceOfSatisfying(
                        WiringException.class,
                        e ->
                            assertThat(e.problems())
                                .extracting(problem -> problem.replace(here + "$", ""))
                                .containsExactly(
                                    "A @CancelOn of workflow wrong-cancellations (WrongCancellations) names NoEvent, which is not an event. Annotate an event with @DomainEvent.",
                                    "A @CancelOn of workflow wrong-cancellations (WrongCancellations) has a wrong when. \"event.order == run.input.id\": Character 26: Placed has no property id. It has: amount, order.",
                                    "A @CancelOn of workflow wrong-cancellations (WrongCancellations) has a wrong when. \"event.order == run.input.amount\": Character 13: String and Long cannot be compared.",
                                    "A @OnFailure of workflow wrong-cancellations (WrongCancellations) names NoBean, which is not a workflow of this application in its highest version. Annotate it with @Workflow, and make it a bean.",
                                    "A @OnFailure of workflow wrong-failure (WrongFailure) gives Placed to After, whose input is a FailedRun of Paid. Let its input be a FailedRun of the same class.")));
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
