package dev.foliot.test.workflows;

import dev.foliot.personaldata.DataSubject;
import dev.foliot.personaldata.PersonalData;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.step.HumanResponse;
import dev.foliot.workflow.step.InputRequired;
import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.Step;
import dev.foliot.workflow.step.StepContext;
import dev.foliot.workflow.step.Stop;
import org.jspecify.annotations.Nullable;

/** Steps that pass personal data on. */
@Workflow(name = "welcome")
class Welcome {
  record SignedUp(@DataSubject String customer, @PersonalData String email) implements StartEvent {}

  record Mail(@DataSubject String customer, @PersonalData String email) {}

  record Sure() implements InputRequired<Yes> {}

  record Yes() implements HumanResponse {}

  record Contact(@DataSubject String customer, @PersonalData @Nullable String email) {
    Contact() {
      this("", null);
    }
  }

  @Step
  Mail write(SignedUp signedUp, StepContext<Contact> ctx) {
    Mail mail = new Mail(signedUp.customer(), signedUp.email());
    ctx.edit(contact -> new Contact(mail.customer(), mail.email()));
    ctx.emit(mail);
    return mail;
  }

  @Step
  Sure ask(Mail mail, StepContext<Contact> ctx) {
    ctx.set("email", "to " + mail.email());
    return new Sure();
  }

  @Step
  Stop<String> send(Yes yes, StepContext<Contact> ctx) {
    return new Stop<>("sent " + ctx.state().email());
  }
}
