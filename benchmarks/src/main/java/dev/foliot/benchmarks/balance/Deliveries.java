package dev.foliot.benchmarks.balance;

import dev.foliot.handler.Delivery;
import dev.foliot.handler.DeliveryListener;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Tells what came of deliveries, so that nobody has to ask the database for it. */
@Component
public class Deliveries implements DeliveryListener {
  private volatile Consumer<Delivery> told = delivery -> {};

  /** From now on the deliveries are told to this. */
  public void tell(Consumer<Delivery> listener) {
    told = listener;
  }

  @Override
  public void delivered(Delivery delivery) {
    told.accept(delivery);
  }
}
