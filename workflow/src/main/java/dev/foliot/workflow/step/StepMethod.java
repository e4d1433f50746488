package dev.foliot.workflow.step;

import dev.foliot.handler.RetryPolicy;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A method with {@link Step} or {@link CatchError}.
 *
 * @param method the method
 * @param takes the class of its event
 * @param gives the classes of the events that it may give
 * @param resultInStop the declared type of the result in its {@link Stop}
 * @param asks the classes of the questions that it asks itself
 * @param workers how many events it takes at the same time
 * @param retry its retry policy; null for the default
 * @param eventFirst whether the event is its first parameter
 * @param catches the errors that it takes; null for a step
 */
record StepMethod(
    Method method,
    Class<?> takes,
    List<Class<?>> gives,
    Type resultInStop,
    List<Class<?>> asks,
    int workers,
    @Nullable RetryPolicy retry,
    boolean eventFirst,
    @Nullable CatchError catches) {

  String name() {
    return method.getName();
  }

  boolean isStep() {
    return catches == null;
  }

  boolean isStart() {
    return takesAny() || StartEvent.class.isAssignableFrom(takes);
  }

  /** Whether it is not known which event it takes. */
  boolean takesAny() {
    return takes == AnyEvent.class;
  }

  /** Whether it is not known which events it gives. */
  boolean givesAny() {
    return gives.contains(AnyEvent.class);
  }

  /** The types of the results that it may end the run with. */
  Stream<Type> results() {
    return gives.stream()
        .filter(StopEvent.class::isAssignableFrom)
        .map(stop -> stop == Stop.class ? resultInStop : stop);
  }

  /** Whether it may send an event by {@link StepContext#send}; a result must always be declared. */
  boolean maySend(Object event) {
    return !(event instanceof StopEvent) || gives.stream().anyMatch(each -> each.isInstance(event));
  }

  boolean isStop() {
    return givesAny() || gives.stream().anyMatch(StopEvent.class::isAssignableFrom);
  }

  /** Whether it takes events of a class. Errors are not sent to it. */
  boolean takes(Class<?> event) {
    return isStep() && (takesAny() || event == AnyEvent.class || takes.isAssignableFrom(event));
  }

  boolean catchesAll() {
    return catches != null && catches.steps().length == 0;
  }

  boolean catches(String step) {
    return catches != null && List.of(catches.steps()).contains(step);
  }

  /** Whether it may recover from the failure of a step that took this event. */
  boolean allows(RunEvent event) {
    return catches != null && event.recoveriesBy(name()) < catches.maxRecoveries();
  }

  @Override
  public String toString() {
    return (isStep() ? "Step " : "Error handler ") + name();
  }
}
