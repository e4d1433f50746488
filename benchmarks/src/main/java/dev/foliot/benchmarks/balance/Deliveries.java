package dev.foliot.benchmarks.balance;

import dev.foliot.handler.Delivery;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.DeliveryListener;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Counts what has been handled and committed, so that nobody has to ask the database for it. */
@Component
public class Deliveries implements DeliveryListener {
  private static final long MINUTES = 10;

  private volatile CountDownLatch expected = new CountDownLatch(0);

  /** Counts from now on. */
  public void expect(int deliveries) {
    expected = new CountDownLatch(deliveries);
  }

  @Override
  public void delivered(Delivery delivery) {
    if (delivery.outcome() == Outcome.HANDLED) {
      expected.countDown();
    }
  }

  /** Returns when as many have been handled as were expected. */
  public void await() {
    try {
      if (!expected.await(MINUTES, TimeUnit.MINUTES)) {
        throw new IllegalStateException(
            "%d messages were not delivered within %d minutes"
                .formatted(expected.getCount(), MINUTES));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("The wait for deliveries was interrupted", e);
    }
  }
}
