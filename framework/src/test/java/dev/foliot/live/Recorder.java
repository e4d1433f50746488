package dev.foliot.live;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** A subscriber that records its signals, and requests as a test wants it. */
final class Recorder<P> implements Flow.Subscriber<Change<P>> {
  final List<String> signals = new CopyOnWriteArrayList<>();
  final List<Change<P>> changes = new CopyOnWriteArrayList<>();
  Consumer<Change<P>> onNext = change -> {};
  Flow.Subscription subscription;
  Throwable error;
  private final long atFirst;

  private Recorder(long atFirst) {
    this.atFirst = atFirst;
  }

  static <P> Recorder<P> unlimited() {
    return new Recorder<>(Long.MAX_VALUE);
  }

  static <P> Recorder<P> requesting(long items) {
    return new Recorder<>(items);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    signals.add("subscribed");
    subscription = given;
    if (atFirst > 0) {
      given.request(atFirst);
    }
  }

  @Override
  public void onNext(Change<P> change) {
    signals.add(change.id() + "=" + change.row().map(Object::toString).orElse("none"));
    changes.add(change);
    onNext.accept(change);
  }

  @Override
  public void onError(Throwable failure) {
    signals.add("failed");
    error = failure;
  }

  @Override
  public void onComplete() {
    signals.add("completed");
  }

  List<String> rows() {
    return signals.stream().filter(each -> each.contains("=")).toList();
  }
}
