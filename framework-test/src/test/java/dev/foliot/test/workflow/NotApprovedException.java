package dev.foliot.test.workflow;

class NotApprovedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotApprovedException(String orderId) {
    super("Order " + orderId + " was not approved");
  }
}
