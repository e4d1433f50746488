package dev.foliot.test;

import java.util.ArrayList;
import java.util.List;

/** The commands that runs have sent, and the events that they have published, as committed. */
final class RunCalls {
  private final List<Call> calls = new ArrayList<>();

  private record Call(String run, boolean isEvent, Object message) {
    boolean isOf(String wanted) {
      return run.equals(wanted) || run.startsWith(wanted + "/");
    }
  }

  synchronized void reset() {
    calls.clear();
  }

  synchronized void sent(String run, Object command) {
    calls.add(new Call(run, false, command));
  }

  synchronized void published(String run, Object event) {
    calls.add(new Call(run, true, event));
  }

  /** The commands of a run and of its child runs, in order. */
  List<Object> sentBy(String run) {
    return of(run, false);
  }

  /** The events of a run and of its child runs, in order. */
  List<Object> publishedBy(String run) {
    return of(run, true);
  }

  private synchronized List<Object> of(String run, boolean events) {
    return calls.stream()
        .filter(each -> each.isEvent() == events && each.isOf(run))
        .map(Call::message)
        .toList();
  }
}
