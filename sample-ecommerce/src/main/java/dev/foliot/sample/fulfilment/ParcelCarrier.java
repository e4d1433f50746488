package dev.foliot.sample.fulfilment;

import dev.foliot.sample.order.OrderLine;
import dev.foliot.workflow.CallbackClosedException;
import dev.foliot.workflow.Workflows;
import org.springframework.stereotype.Component;

/** Plays the carrier: answers at once, and takes no parcel of more than 1,000 pieces. */
@Component
class ParcelCarrier implements CarrierProvider {
  private static final int MAX_PIECES = 1_000;

  private final Workflows workflows;

  ParcelCarrier(Workflows workflows) {
    this.workflows = workflows;
  }

  @Override
  public void book(String key, Parcel parcel) {
    try {
      answer(parcel);
    } catch (CallbackClosedException e) {
      // The call is a repetition, and the first one was answered.
    }
  }

  private void answer(Parcel parcel) {
    if (parcel.lines().stream().mapToLong(OrderLine::quantity).sum() > MAX_PIECES) {
      workflows.failCallback(parcel.answerTo(), "refused", "too much for one parcel");
    } else {
      workflows.completeCallback(parcel.answerTo(), "TRACK-" + parcel.orderId());
    }
  }

  /** Nothing was really booked. */
  @Override
  public void cancel(String orderId) {}
}
