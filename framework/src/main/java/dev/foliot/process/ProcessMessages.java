package dev.foliot.process;

import dev.foliot.handler.WrittenMethod;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * The message types that a process manager declares: its state, and the messages of its timers.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ProcessMessages {
  private ProcessMessages() {}

  /**
   * The type of the state.
   *
   * @throws IllegalArgumentException if the annotation is wrong
   */
  public static MessageType stateOf(Class<?> annotated) {
    ProcessManager manager = annotation(annotated);
    return new MessageType(
        MessageKind.PROCESS_STATE, manager.name(), manager.version(), annotated, null);
  }

  static ProcessManager annotation(Class<?> annotated) {
    ProcessManager manager =
        AnnotatedElementUtils.findMergedAnnotation(annotated, ProcessManager.class);
    if (manager == null) {
      throw new IllegalArgumentException(
          "%s is not annotated with @ProcessManager".formatted(annotated.getName()));
    }
    return manager;
  }

  /**
   * The types that its {@link OnTimer} methods take first.
   *
   * @throws IllegalArgumentException if an annotation is wrong
   */
  public static List<MessageType> timersOf(Class<?> annotated) {
    List<MessageType> found = new ArrayList<>();
    for (WrittenMethod method : WrittenMethod.of(annotated, OnTimer.class)) {
      method.parameterTypes().stream()
          .findFirst()
          .filter(ProcessMessages::mayBeTimer)
          .map(ProcessMessages::timer)
          .ifPresent(found::add);
    }
    return found;
  }

  /** Whether the application has written it as a class of its own. */
  static boolean mayBeTimer(Class<?> message) {
    return !message.isPrimitive()
        && !message.isArray()
        && !message.isInterface()
        && !message.getName().startsWith("java.");
  }

  /**
   * The type of the message of a timer.
   *
   * @throws IllegalArgumentException if the annotation is wrong
   */
  public static MessageType timer(Class<?> message) {
    TimerMessage declared = AnnotatedElementUtils.findMergedAnnotation(message, TimerMessage.class);
    if (declared == null) {
      return new MessageType(MessageKind.TIMER, message.getSimpleName(), 1, message, null);
    }
    String name = declared.name().isBlank() ? message.getSimpleName() : declared.name();
    return new MessageType(
        MessageKind.TIMER, name, declared.version(), message, null, List.of(declared.aliases()));
  }
}
