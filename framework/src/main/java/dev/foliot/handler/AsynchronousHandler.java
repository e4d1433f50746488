package dev.foliot.handler;

import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * Finds handler methods that return before their work is done. Their messages would count as
 * handled even if the work fails later. The libraries are optional, so the types are compared by
 * name.
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

  private static final String SUSPENDED = "kotlin.coroutines.Continuation";

  private AsynchronousHandler() {}

  /** Returns the problem of a method of the class, as the text after the method's name. */
  public static Optional<String> problem(Class<?> type, WrittenMethod method) {
    if (isAnnotated(type, method)) {
      return Optional.of(
          "is @Async, so that its message would count as handled before it has run, and a failure would be lost. Remove @Async: the engine calls handlers on its own threads.");
    }
    if (method.parameterTypes().stream().anyMatch(each -> each.getName().equals(SUSPENDED))) {
      return Optional.of(
          "is a suspend function, which returns before it has completed, so that a failure would be lost. Make it an ordinary function; runBlocking { … } waits inside it.");
    }
    Class<?> returned = method.returnType();
    return new TypeArguments(returned)
            .hierarchy().stream().anyMatch(each -> RESULTS.contains(each.getName()))
        ? Optional.of(
            "returns a %s, so that its message would count as handled before that has completed, and a failure would be lost. Wait for the result inside the method, and return the result or nothing."
                .formatted(returned.getSimpleName()))
        : Optional.empty();
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
