package dev.foliot.sample.fulfilment;

import org.springframework.stereotype.Component;

/** A desk in the database. */
@Component
class StoredApprovals implements ApprovalDesk {
  private final Approvals approvals;

  StoredApprovals(Approvals approvals) {
    this.approvals = approvals;
  }

  @Override
  public void ask(FulfilOrder order, String callbackId) {
    approvals.save(new Approval(order.orderId(), order.customerId(), order.total(), callbackId));
  }

  @Override
  public void withdraw(String orderId) {
    approvals.deleteById(orderId);
  }
}
