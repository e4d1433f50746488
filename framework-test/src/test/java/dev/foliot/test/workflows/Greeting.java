package dev.foliot.test.workflows;

import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;
import dev.foliot.personaldata.DataSubject;
import dev.foliot.personaldata.PersonalData;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;

/** A workflow about a person, whose code a test gives. */
@Workflow(name = "greeting")
class Greeting implements DurableFunction<Greeting.Person, String> {
  volatile DurableFunction<Person, String> code = (ctx, person) -> person.id();

  record Person(@DataSubject String id, @PersonalData String email) {}

  @Command
  record Register(@DataSubject String id, @PersonalData String email) {}

  @Override
  public String run(WorkflowContext ctx, Person input) throws Exception {
    return code.run(ctx, input);
  }

  @CommandHandler
  static class Registrations {
    @Handle
    void register(Register command) {
      throw new IllegalStateException("cannot register " + command.email());
    }
  }
}
