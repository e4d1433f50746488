package dev.foliot.engine;

import dev.foliot.handler.HandlerMethod;
import dev.foliot.message.RecordedMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Divides a batch into calls: one for each message, and for methods that take lists as few as the
 * order allows. A message joins the first call of its method that is not before the last call of
 * its key; so the messages of one key are handled in log order across all methods (R23), and those
 * of one call are in log order too. Only messages of different keys may change places.
 */
final class PlanCalls {
  private final Subscription subscription;
  private final boolean anyLists;
  private final List<Call> calls = new ArrayList<>();
  private final Map<String, Integer> lastOfKey = new HashMap<>();
  private final Map<HandlerMethod, List<Integer>> ofMethod = new HashMap<>();

  PlanCalls(Subscription subscription) {
    this.subscription = subscription;
    this.anyLists = subscription.handler().takesLists();
  }

  /**
   * A message in its call.
   *
   * @param place its place in the batch
   * @param recorded the stored message
   * @param part the part that the method takes: the whole, unless an upcaster splits it
   * @param isFirst whether no earlier part of the message is handled
   * @param isNew whether the handler must be called for it
   */
  record Planned(
      int place, RecordedMessage recorded, RecordedMessage part, boolean isFirst, boolean isNew) {}

  /**
   * One call of a method that takes a list, or the calls for all parts of one message.
   *
   * @param list the method that takes all of the messages at once; null if each part goes to its
   *     own method
   * @param messages at least one
   */
  record Call(@Nullable HandlerMethod list, List<Planned> messages) {
    RecordedMessage first() {
      return messages.get(0).recorded();
    }

    /** How many messages the handler is given at once. */
    int size() {
      return list == null ? 1 : messages.size();
    }

    /** Returns the messages that the handler must be called for. */
    List<RecordedMessage> newParts() {
      return messages.stream().filter(Planned::isNew).map(Planned::part).toList();
    }

    /** The ids of the messages that no earlier call has a part of. */
    List<UUID> messagesBegun() {
      return messages.stream().filter(Planned::isFirst).map(each -> each.recorded().id()).toList();
    }

    /** The place of its first message in the batch. */
    int place() {
      return messages.get(0).place();
    }

    /** Whether the call has one message, so that the culprit of a failure is known. */
    boolean isOfOneMessage() {
      return place() == messages.get(messages.size() - 1).place();
    }
  }

  /**
   * Plans the next message of the batch.
   *
   * @param isNew whether the handler must be called for it
   * @throws RuntimeException if it cannot be read
   */
  void add(int place, RecordedMessage recorded, boolean isNew) {
    String key = anyLists ? subscription.keyOf(recorded) : "";
    boolean first = true;
    for (RecordedMessage part : subscription.partsOf(recorded)) {
      int call = callFor(listMethod(part), lastOfKey.getOrDefault(key, 0), place);
      calls.get(call).messages().add(new Planned(place, recorded, part, first, isNew));
      first = false;
      lastOfKey.put(key, call);
    }
  }

  private @Nullable HandlerMethod listMethod(RecordedMessage part) {
    if (!anyLists) {
      return null;
    }
    HandlerMethod method = subscription.handler().methodFor(part.message().payload().getClass());
    return method.takesList() ? method : null;
  }

  private int callFor(@Nullable HandlerMethod list, int earliest, int place) {
    int last = calls.size() - 1;
    if (list == null) {
      boolean isSameMessage =
          last >= 0 && calls.get(last).list() == null && calls.get(last).place() == place;
      return isSameMessage ? last : append(null);
    }
    List<Integer> existing = ofMethod.computeIfAbsent(list, each -> new ArrayList<>());
    for (int call : existing) {
      if (call >= earliest) {
        return call;
      }
    }
    existing.add(calls.size());
    return append(list);
  }

  private int append(@Nullable HandlerMethod list) {
    calls.add(new Call(list, new ArrayList<>(1)));
    return calls.size() - 1;
  }

  /** The calls, in their order. */
  List<Call> calls() {
    return calls;
  }
}
