package dev.foliot.test.flow;

import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.DomainEvent;
import dev.foliot.handler.Handle;
import dev.foliot.personaldata.DataSubject;
import dev.foliot.personaldata.PersonalData;
import dev.foliot.test.flow.Limited.Guest;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.step.HumanResponse;
import dev.foliot.workflow.step.InputRequired;
import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.Step;
import dev.foliot.workflow.step.StepContext;
import dev.foliot.workflow.step.Stop;
import dev.foliot.workflow.trigger.CancelOn;
import dev.foliot.workflow.trigger.Throttle;
import java.util.List;

/** Workflows whose values have personal data. */
final class Visits {
  private Visits() {}

  record Ring() implements StartEvent {}

  record WhoIsThere() implements InputRequired<Visitor> {}

  record Visitor(@DataSubject String id, @PersonalData String name) implements HumanResponse {}

  /** The last visitor. */
  record Book(@DataSubject String id, @PersonalData String name) {
    Book() {
      this("nobody", "");
    }
  }

  /** Its second step reads personal data, in its event and in its state. */
  @Workflow(name = "door")
  static class Door {
    private final Limited.Code code;

    Door(Limited.Code code) {
      this.code = code;
    }

    @Step
    WhoIsThere ask(Ring ring) {
      return new WhoIsThere();
    }

    @Step
    Stop<String> greet(Visitor visitor, StepContext<Book> ctx) {
      code.inStep.run();
      Book book = ctx.edit(state -> new Book(visitor.id(), visitor.name()));
      return new Stop<>("hello " + book.name());
    }
  }

  @Workflow(name = "hosted")
  @Throttle(limit = 1, period = "1h", key = "input.id")
  static class Hosted implements DurableFunction<Guest, String> {
    @Override
    public String run(WorkflowContext ctx, Guest guest) {
      ctx.emit(guest);
      return guest.name();
    }
  }

  /** Runs code between the invocation of another workflow and its storing. */
  @Workflow(name = "host")
  static class Host implements DurableFunction<String, List<String>> {
    private final Limited.Code code;

    Host(Limited.Code code) {
      this.code = code;
    }

    @Override
    public List<String> run(WorkflowContext ctx, String id) {
      Guest guest = new Guest(id, "guest " + id);
      return ctx.parallel(
              "both",
              String.class,
              List.of(
                  Branch.of(branch -> branch.invoke("child", Hosted.class, guest, String.class)),
                  Branch.of(
                      branch -> {
                        code.inStep.run();
                        return "done";
                      })))
          .results();
    }
  }

  @DomainEvent
  record Arrived(@DataSubject String id, @PersonalData String name) {}

  /** Publishes personal data. */
  @Workflow(name = "telling")
  static class Telling implements DurableFunction<String, String> {
    private final Limited.Code code;
    private int steps;

    Telling(Limited.Code code) {
      this.code = code;
    }

    @Override
    public String run(WorkflowContext ctx, String id) {
      ctx.step(
          "count",
          step -> {
            steps++;
            code.inStep.run();
          });
      ctx.publish("tell", new Arrived(id, "guest " + id));
      return steps == 1 ? "told once" : "the step was repeated";
    }
  }

  @Command
  record Announce(String id) {}

  /** Writes personal data. */
  @CommandHandler
  static class Announcements {
    private final Workflows workflows;

    Announcements(Workflows workflows) {
      this.workflows = workflows;
    }

    @Handle
    void announce(Announce command) {
      workflows.send(new Arrived(command.id(), "guest " + command.id()));
    }
  }

  @DomainEvent
  record CalledOff(String name) {}

  @Workflow(name = "expecting")
  @CancelOn(event = CalledOff.class, when = "event.name == run.input.name")
  static class Expecting implements DurableFunction<Guest, String> {
    @Override
    public String run(WorkflowContext ctx, Guest guest) {
      return ctx.waitForEvent("arrival", EventWait.of(Arrived.class).where("id", guest.id()))
          .orElseThrow()
          .name();
    }
  }
}
