package dev.foliot.sample.fulfilment;

// docs: decide
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;
import dev.foliot.workflow.Workflows;

/** Gives the decision of a person to the fulfilment that waits for it. */
@CommandHandler
class ApprovalCommandHandler {
  private final Approvals approvals;
  private final Workflows workflows;

  ApprovalCommandHandler(Approvals approvals, Workflows workflows) {
    this.approvals = approvals;
    this.workflows = workflows;
  }

  @Handle
  void decide(DecideApproval command) {
    Approval approval =
        approvals
            .findById(command.orderId())
            .orElseThrow(() -> new ApprovalNotFoundException(command.orderId()));
    approvals.delete(approval);
    if (command.approved()) {
      workflows.completeCallback(approval.callbackId(), command.by());
    } else {
      workflows.failCallback(approval.callbackId(), "rejected", "rejected by " + command.by());
    }
  }
}
// docs: end
