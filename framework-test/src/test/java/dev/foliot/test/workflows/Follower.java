package dev.foliot.test.workflows;

import dev.foliot.workflow.EmittedEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;

/** Notes the events of a followed run, and how the stream ended. */
public final class Follower implements Flow.Subscriber<EmittedEvent> {
  final List<Object> values = new CopyOnWriteArrayList<>();
  public final List<Object> end = new CopyOnWriteArrayList<>();
  final CountDownLatch over = new CountDownLatch(1);
  private final long demand;
  private volatile Flow.Subscription subscription;

  private Follower(long demand) {
    this.demand = demand;
  }

  /** Requests this number of events at once, and no more by itself. */
  static Follower requesting(long demand) {
    return new Follower(demand);
  }

  public static Follower unlimited() {
    return new Follower(Long.MAX_VALUE);
  }

  Flow.Subscription subscription() {
    return subscription;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (demand > 0) {
      given.request(demand);
    }
  }

  @Override
  public void onNext(EmittedEvent event) {
    values.add(event.value());
  }

  @Override
  public void onError(Throwable error) {
    end.add(error);
    over.countDown();
  }

  @Override
  public void onComplete() {
    end.add("complete");
    over.countDown();
  }
}
