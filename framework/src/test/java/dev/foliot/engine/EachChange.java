package dev.foliot.engine;

import dev.foliot.live.Change;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** A subscriber that takes every change; it must not fail. */
final class EachChange<P> implements Flow.Subscriber<Change<P>> {
  private final Consumer<Change<P>> take;
  private volatile Flow.Subscription subscription;

  EachChange(Consumer<Change<P>> take) {
    this.take = take;
  }

  void cancel() {
    subscription.cancel();
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(Change<P> change) {
    take.accept(change);
  }

  @Override
  public void onError(Throwable failure) {
    throw new AssertionError(failure);
  }

  @Override
  public void onComplete() {
    throw new AssertionError("It has not been cancelled");
  }
}
