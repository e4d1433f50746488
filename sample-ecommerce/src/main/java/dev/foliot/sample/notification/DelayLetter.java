package dev.foliot.sample.notification;

import dev.foliot.Domain;
import dev.foliot.sample.fraud.FindFraudCasesOf;
import dev.foliot.sample.fraud.OrderSuspected;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.trigger.Debounce;
import dev.foliot.workflow.trigger.Trigger;

// docs: letter
/** Explains to a customer why orders take longer: one letter for all orders of a burst. */
@Workflow(name = "delay-letter")
@Trigger(event = OrderSuspected.class, input = "event.customerId")
@Debounce(period = "1m", timeout = "10m", key = "input")
class DelayLetter implements DurableFunction<String, Integer> {
  private final Domain domain;
  private final Emails emails;

  DelayLetter(Domain domain, Emails emails) {
    this.domain = domain;
    this.emails = emails;
  }

  /** A person may have decided meanwhile. Then there is no letter. */
  @Override
  public Integer run(WorkflowContext ctx, String customerId) {
    return ctx.step(
        "write",
        Integer.class,
        StepOptions.transactional(),
        step -> {
          int orders = domain.ask(new FindFraudCasesOf(customerId)).size();
          if (orders > 0) {
            String text = "We look at %s of your orders again, and ship them later.";
            emails.save(new Email(customerId, text.formatted(orders)));
          }
          return orders;
        });
  }
}
// docs: end
