package dev.foliot.sample.fulfilment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Primary;

/** Takes all calls and gives no answer; a test gives it. It fails when a test says so. */
@Primary
class RecordedCarrier implements CarrierProvider {
  final Set<String> keys = new LinkedHashSet<>();
  final List<Parcel> booked = new ArrayList<>();
  final List<String> cancelled = new ArrayList<>();
  private final Deque<RuntimeException> failures = new ArrayDeque<>();

  void reset() {
    keys.clear();
    booked.clear();
    cancelled.clear();
    failures.clear();
  }

  void failNext(RuntimeException failure, int times) {
    failures.addAll(Collections.nCopies(times, failure));
  }

  @Override
  public void book(String key, Parcel parcel) {
    keys.add(key);
    if (!failures.isEmpty()) {
      throw failures.remove();
    }
    booked.add(parcel);
  }

  @Override
  public void cancel(String orderId) {
    cancelled.add(orderId);
  }
}
