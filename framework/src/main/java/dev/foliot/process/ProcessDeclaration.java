package dev.foliot.process;

import dev.foliot.handler.HandlerDeclaration;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.SequencingKey.ByCorrelation;
import dev.foliot.handler.StartPosition;
import dev.foliot.message.MessageKind;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.StorableText;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of a process manager, read from its class.
 *
 * @param name the stable name
 * @param type the class that the application wrote
 * @param version the version of the state
 * @param early the treatment of early events
 * @param earlyWithin how long early events wait for the start
 * @param stuckAfter how long an instance may wait for nothing; null for any time
 * @param order a lower number goes first
 * @param correlation gives the instance of a message
 * @param constructor makes the object of a new instance
 * @param steps its methods, by the class of their message
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record ProcessDeclaration(
    String name,
    Class<?> type,
    int version,
    Early early,
    Limit earlyWithin,
    @Nullable Limit stuckAfter,
    int order,
    ByCorrelation correlation,
    MethodHandle constructor,
    Map<Class<?>, ProcessStep> steps) {
  /** The maximum number of characters of a correlation. */
  static final int MAX_ID = 500;

  /**
   * A time, as text and as value.
   *
   * @param text as declared
   * @param duration its value
   */
  record Limit(String text, Duration duration) {}

  public ProcessDeclaration {
    steps = Map.copyOf(steps);
  }

  /** The declaration of the process manager as a handler. */
  HandlerDeclaration handler() {
    return new HandlerDeclaration(
        HandlerKind.PROCESS,
        name,
        Starts.class,
        order,
        correlation.events().name(),
        StartPosition.END,
        null,
        null,
        Set.of(MessageKind.EVENT, MessageKind.TIMER));
  }

  /** The step that takes messages of a class; null if none does. */
  @Nullable ProcessStep step(Class<?> message) {
    return steps.get(message);
  }

  /** The names of the classes that its timers may have messages of. */
  String timerMessages() {
    return steps.values().stream()
        .filter(step -> step.role() == ProcessStep.Role.TIMER)
        .map(step -> step.message().getSimpleName())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /**
   * The instance that a message is for.
   *
   * @throws RuntimeException if an event has no correlation, or one that cannot be stored
   */
  String idOf(Object message, RecordedMessage recorded) {
    return recorded.kind() == MessageKind.TIMER
        ? recorded.streamId()
        : StorableText.requireId("process " + name, correlation.ofEvent(message), MAX_ID);
  }

  /**
   * The instances that some messages are for. A message whose instance cannot be determined is left
   * out: it fails when it is handled.
   */
  Set<String> idsOf(List<RecordedMessage> messages) {
    Set<String> ids = new LinkedHashSet<>();
    messages.forEach(message -> ids.addAll(idsOf(message)));
    return ids;
  }

  private List<String> idsOf(RecordedMessage message) {
    try {
      return message.kind() == MessageKind.TIMER
          ? List.of(message.streamId())
          : message.parts().stream()
              .filter(part -> step(part.payload().getClass()) != null)
              .map(part -> idOf(part.payload(), part))
              .toList();
    } catch (Throwable failsWhenItIsHandled) {
      return List.of();
    }
  }

  /** A new object with the state of its constructor. */
  Object newInstance() {
    try {
      return (Object) constructor.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(
          "The constructor of %s failed. Let it set fields only.".formatted(type.getName()), e);
    }
  }
}
