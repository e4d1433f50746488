package dev.foliot.sample.fraud;

import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;

/** Takes the decisions of people. The check of the order goes on by the event of the case. */
@CommandHandler
class FraudCommandHandler {
  private final FraudCases cases;

  FraudCommandHandler(FraudCases cases) {
    this.cases = cases;
  }

  @Handle
  void decide(DecideFraudCase command) {
    cases.get(command.orderId()).decide(command.genuine(), command.by());
  }
}
