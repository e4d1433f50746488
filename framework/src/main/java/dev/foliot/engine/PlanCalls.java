package dev.foliot.engine;

import dev.foliot.handler.HandlerMethod;
import dev.foliot.message.RecordedMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Decides which calls a batch becomes for a handler some of whose methods take lists: as few as its
 * order allows. A message joins the first call of its method that is not before the last call of
 * its key; so the messages of one key are handled in log order across all methods (R23), and those
 * of one call are in log order too. Only messages of different keys may change places.
 */
final class PlanCalls {
  private final Subscription subscription;
  private final List<Call> calls = new ArrayList<>();
  private final Map<String, Integer> lastOfKey = new HashMap<>();
  private final Map<HandlerMethod, List<Integer>> ofMethod = new HashMap<>();

  PlanCalls(Subscription subscription) {
    this.subscription = subscription;
  }

  /**
   * A message in its call.
   *
   * @param place where it stands in the batch
   * @param recorded the stored message
   * @param part what the method takes of it: the whole, unless it was split since it was stored
   * @param isFirst whether no earlier part of the message is handled
   */
  record Planned(int place, RecordedMessage recorded, RecordedMessage part, boolean isFirst) {}

  /** One call of a method, with one message at least; with one at most if it takes no list. */
  record Call(HandlerMethod method, List<Planned> messages) {
    /** The ids of the messages that no earlier call has a part of. */
    List<UUID> messagesBegun() {
      return messages.stream().filter(Planned::isFirst).map(each -> each.recorded().id()).toList();
    }

    /** Whether it is known who is to blame if it fails. */
    boolean isOfOneMessage() {
      return messages.get(0).place() == messages.get(messages.size() - 1).place();
    }
  }

  /**
   * Plans the next message of the batch.
   *
   * @throws RuntimeException if it cannot be read
   */
  void add(int place, RecordedMessage recorded) {
    String key = subscription.keyOf(recorded);
    boolean first = true;
    for (RecordedMessage part : subscription.partsOf(recorded)) {
      HandlerMethod method = subscription.handler().methodFor(part.message().payload().getClass());
      int call = callFor(method, lastOfKey.getOrDefault(key, 0));
      calls.get(call).messages().add(new Planned(place, recorded, part, first));
      first = false;
      lastOfKey.put(key, call);
    }
  }

  private int callFor(HandlerMethod method, int earliest) {
    List<Integer> existing = ofMethod.computeIfAbsent(method, each -> new ArrayList<>());
    if (method.takesList()) {
      for (int call : existing) {
        if (call >= earliest) {
          return call;
        }
      }
    }
    calls.add(new Call(method, new ArrayList<>()));
    existing.add(calls.size() - 1);
    return calls.size() - 1;
  }

  /** The calls, in their order. */
  List<Call> calls() {
    return calls;
  }
}
