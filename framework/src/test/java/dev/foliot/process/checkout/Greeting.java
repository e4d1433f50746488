package dev.foliot.process.checkout;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.DomainEvent;
import dev.foliot.handler.Handle;
import dev.foliot.message.Upcasts;
import dev.foliot.personaldata.DataSubject;
import dev.foliot.personaldata.PersonalData;
import dev.foliot.process.OnTimer;
import dev.foliot.process.Process;
import dev.foliot.process.ProcessManager;
import dev.foliot.process.Starts;
import dev.foliot.process.TimerMessage;
import java.math.BigDecimal;
import java.time.Duration;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Greets a customer a day after the registration: all of it is personal. */
@ProcessManager(name = "greeting", sequencedBy = "customerId", version = 2)
public class Greeting {
  @DataSubject private String customerId;

  @PersonalData(placeholder = "somebody")
  private String name;

  private BigDecimal credit = BigDecimal.ZERO;

  @DomainEvent
  public record Registered(
      @DataSubject String customerId, @PersonalData(placeholder = "somebody") String name) {}

  @DomainEvent
  public record Praised(
      @DataSubject String customerId, @PersonalData(placeholder = "nothing") String words) {}

  @TimerMessage(name = "greeting-due", version = 1)
  record Due(@DataSubject String customerId, @PersonalData(placeholder = "somebody") String name) {}

  @Command
  public record SendLetter(
      @DataSubject String customerId, @PersonalData(placeholder = "nothing") String text) {}

  /** The customer. */
  @Aggregate
  public static class Customer extends EventSourcedAggregate {
    private String customerId = "";

    @Override
    public String id() {
      return customerId;
    }

    @Apply
    void on(Registered event) {
      customerId = event.customerId();
    }

    @Apply
    void on(Praised event) {
      customerId = event.customerId();
    }
  }

  @CommandHandler
  static class Letters {
    @Handle
    void on(SendLetter command) {}
  }

  @Component
  static class OldStates {
    @Upcasts(kind = Upcasts.Kind.PROCESS, name = "greeting", from = 1, to = 2)
    ObjectNode rename(ObjectNode state) {
      state.set("name", state.remove("fullName"));
      return state;
    }
  }

  @Starts
  void registered(Registered event, Process process) {
    customerId = event.customerId();
    name = event.name();
    credit = new BigDecimal("1.50");
    process.timer("greet", Duration.ofDays(1), new Due(customerId, name));
    process.compensateWith(new SendLetter(customerId, "Sorry, " + name));
  }

  @Handle
  void praised(Praised event, CheckoutShop.Calls calls, Process process) {
    calls.add("praised as " + event.words());
    process.send(new SendLetter(customerId, name + " said " + event.words()));
    process.compensate();
  }

  @OnTimer
  void due(Due due, CheckoutShop.Calls calls, Process process) {
    calls.add("due " + due.name() + " of " + name);
    process.send(new SendLetter(customerId, "Hello " + due.name() + " alias " + name + credit));
  }
}
