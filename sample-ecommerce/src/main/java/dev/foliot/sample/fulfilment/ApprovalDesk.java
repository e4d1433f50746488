package dev.foliot.sample.fulfilment;

/** The place where orders wait for a person. */
interface ApprovalDesk {

  /**
   * Puts an order on the desk.
   *
   * @param callbackId takes the decision: the name of the person, or the reason of a refusal
   */
  void ask(FulfilOrder order, String callbackId);

  /** Takes an order from the desk, if it is there. */
  void withdraw(String orderId);
}
