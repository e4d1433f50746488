package dev.foliot.handler;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * Finds methods that return before their work is done, and values that stand for such work. A
 * message would count as handled even if the work fails later. The libraries are optional, so the
 * types are compared by name.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class AsynchronousHandler {
  private static final Set<String> ANNOTATIONS =
      Set.of(
          "org.springframework.scheduling.annotation.Async",
          "jakarta.ejb.Asynchronous",
          "jakarta.enterprise.concurrent.Asynchronous");

  private static final Set<String> RESULTS =
      Set.of(
          "java.util.concurrent.CompletionStage",
          "java.util.concurrent.Flow$Publisher",
          "java.util.concurrent.Future",
          "org.reactivestreams.Publisher",
          "dev.foliot.workflow.DurableFuture",
          "io.reactivex.CompletableSource",
          "io.reactivex.MaybeSource",
          "io.reactivex.ObservableSource",
          "io.reactivex.SingleSource",
          "io.reactivex.rxjava3.core.CompletableSource",
          "io.reactivex.rxjava3.core.MaybeSource",
          "io.reactivex.rxjava3.core.ObservableSource",
          "io.reactivex.rxjava3.core.SingleSource",
          "io.smallrye.mutiny.Uni",
          "io.vertx.core.Future",
          "kotlinx.coroutines.Job",
          "kotlinx.coroutines.flow.Flow");

  private static final ClassValue<Boolean> UNFINISHED =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return RESULTS.contains(type.getName())
              || Stream.concat(
                      Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()))
                  .anyMatch(AsynchronousHandler::isUnfinished);
        }
      };

  private static final String SUSPENDED = "kotlin.coroutines.Continuation";

  private AsynchronousHandler() {}

  /** Returns the problem of a handler method of the class, as the text after its name. */
  public static Optional<String> problem(Class<?> type, WrittenMethod method) {
    return problem(type, method, "its message would count as handled");
  }

  /**
   * Returns the problem of a method of the class, as the text after its name.
   *
   * @param early what would happen too early, such as {@code the step would count as done}
   */
  public static Optional<String> problem(Class<?> type, WrittenMethod method, String early) {
    if (isAnnotated(type, method)) {
      return Optional.of(
          "is @Async, so %s before it has run, and a failure would be lost. Remove @Async: the engine has its own threads."
              .formatted(early));
    }
    if (method.parameterTypes().stream().anyMatch(AsynchronousHandler::isContinuation)) {
      return Optional.of(
          "is a suspend function, which returns before it has completed, so a failure would be lost. Make it an ordinary function; runBlocking { … } waits inside it.");
    }
    Class<?> returned = method.returnType();
    return isUnfinished(returned)
        ? Optional.of(
            "returns a %s, so %s before that has completed, and a failure would be lost. Wait for the result inside the method, and return the result or nothing."
                .formatted(returned.getSimpleName(), early))
        : Optional.empty();
  }

  /** Whether a parameter of the class makes its method a suspend function. */
  public static boolean isContinuation(Class<?> parameter) {
    return parameter.getName().equals(SUSPENDED);
  }

  /** Whether a value of the class stands for a result that comes later. */
  public static boolean isUnfinished(Class<?> type) {
    return UNFINISHED.get(type);
  }

  /** Whether a call only hands over to another thread. */
  static boolean isAnnotated(Class<?> type, WrittenMethod method) {
    return new TypeArguments(type)
            .hierarchy().stream()
                .anyMatch(each -> FindAnnotation.named(each, ANNOTATIONS).isPresent())
        || method
            .declarations()
            .anyMatch(each -> FindAnnotation.named(each, ANNOTATIONS).isPresent());
  }
}
