package dev.foliot.autoconfigure.actuate;

import dev.foliot.failure.ErrorText;
import dev.foliot.operation.CheckpointTarget;
import dev.foliot.operation.HeldMessageNotFoundException;
import dev.foliot.operation.StaleMovePlanException;
import dev.foliot.operation.SubscriptionInUseException;
import dev.foliot.operation.Subscriptions;
import dev.foliot.operation.UnknownSubscriptionException;
import dev.foliot.process.ProcessFilter;
import dev.foliot.process.Processes;
import java.security.Principal;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.dao.CannotAcquireLockException;

/**
 * The subscriptions by HTTP, at {@code /actuator/foliot}. It is read-only, unless {@code
 * management.endpoint.foliot.access=unrestricted} allows changes. A refused request is answered
 * with a status of 400, 404 or 409 and the text as {@code error}.
 */
@WebEndpoint(id = "foliot", defaultAccess = Access.READ_ONLY)
final class FoliotEndpoint {
  private static final int MAX = 100;
  private static final String NOBODY = "actuator";

  private final Subscriptions subscriptions;
  private final Processes processes;

  FoliotEndpoint(Subscriptions subscriptions, Processes processes) {
    this.subscriptions = subscriptions;
    this.processes = processes;
  }

  @ReadOperation
  WebEndpointResponse<Object> status() {
    return answer(subscriptions::status);
  }

  @ReadOperation
  WebEndpointResponse<Object> status(@Selector String subscription) {
    return answer(() -> subscriptions.status(subscription));
  }

  /**
   * @param what one of parked, held, discarded and move; stuck for the instances of a process
   *     manager
   * @param after the position or number after which the page begins
   * @param to for move: the target of the checkpoints
   */
  @ReadOperation
  WebEndpointResponse<Object> read(
      @Selector String subscription,
      @Selector String what,
      @Nullable Long after,
      @Nullable Integer limit,
      @Nullable String to) {
    long from = after == null ? 0 : after;
    int most = limit == null ? MAX : limit;
    return answer(
        () ->
            switch (what) {
              case "parked" -> Map.of(what, subscriptions.parked(subscription, from, most));
              case "held" -> Map.of(what, subscriptions.held(subscription, from, most));
              case "discarded" -> Map.of(what, subscriptions.discarded(subscription, from, most));
              case "stuck" -> Map.of(what, processes.list(stuck(subscription, most)));
              case "move" ->
                  subscriptions.planMove(subscription, CheckpointTarget.parse(required("to", to)));
              default -> throw unknown(what, "parked, held, discarded, stuck, move");
            });
  }

  private static ProcessFilter stuck(String process, int limit) {
    return ProcessFilter.of(process).onlyStuck().limit(limit);
  }

  @ReadOperation
  WebEndpointResponse<Object> show(
      @Selector String subscription, @Selector String what, @Selector String message) {
    return answer(
        () -> {
          requireHeld(what);
          return subscriptions.show(subscription, id(message));
        });
  }

  /**
   * @param action pause, resume, retry or move
   * @param reason for pause: why
   * @param category for retry: the category of one aggregate, with its id
   * @param key for retry: one sequencing key
   * @param all for retry: true for all failed messages of the subscription. It must be given,
   *     because a misspelt parameter is ignored
   * @param confirmation for move: the confirmation of the plan
   */
  @WriteOperation
  WebEndpointResponse<Object> change(
      @Selector String subscription,
      @Selector String action,
      @Nullable String reason,
      @Nullable String category,
      @Nullable String id,
      @Nullable String key,
      @Nullable Boolean all,
      @Nullable String confirmation) {
    return answer(
        () ->
            switch (action) {
              case "pause" -> {
                subscriptions.pause(subscription, required("reason", reason));
                yield Map.of("paused", true);
              }
              case "resume" -> Map.of("resumed", subscriptions.resume(subscription));
              case "retry" -> Map.of("retried", retry(subscription, category, id, key, all));
              case "move" ->
                  subscriptions.move(subscription, required("confirmation", confirmation));
              default -> throw unknown(action, "pause, resume, retry, move");
            });
  }

  private int retry(
      String subscription,
      @Nullable String category,
      @Nullable String id,
      @Nullable String key,
      @Nullable Boolean all) {
    if (key != null) {
      subscriptions.retryKey(subscription, key);
      return 1;
    }
    if (category != null || id != null) {
      return subscriptions.retryAggregate(
          subscription, required("category", category), required("id", id));
    }
    if (!Boolean.TRUE.equals(all)) {
      throw new IllegalArgumentException(
          "Nothing was done: give \"key\", \"category\" with \"id\", or \"all\": true.");
    }
    return subscriptions.retryAll(subscription);
  }

  @WriteOperation
  WebEndpointResponse<Object> retry(
      @Selector String subscription, @Selector String what, @Selector String message) {
    return answer(
        () -> {
          requireHeld(what);
          subscriptions.retry(subscription, id(message));
          return Map.of("retried", 1);
        });
  }

  @DeleteOperation
  WebEndpointResponse<Object> discard(
      SecurityContext security,
      @Selector String subscription,
      @Selector String what,
      @Selector String message,
      @Nullable String reason,
      @Nullable String by) {
    return answer(
        () -> {
          requireHeld(what);
          subscriptions.discard(
              subscription, id(message), required("reason", reason), who(security, by));
          return Map.of("discarded", 1);
        });
  }

  /** The logged-in user, if there is one; the given name is ignored then. */
  private static String who(SecurityContext security, @Nullable String by) {
    Principal principal = security.getPrincipal();
    if (principal != null) {
      return principal.getName();
    }
    return by == null ? NOBODY : by;
  }

  @DeleteOperation
  WebEndpointResponse<Object> remove(@Selector String subscription) {
    return answer(
        () -> {
          subscriptions.remove(subscription);
          return Map.of("removed", true);
        });
  }

  // ---- answers

  private static WebEndpointResponse<Object> answer(Supplier<Object> question) {
    try {
      return new WebEndpointResponse<>(question.get());
    } catch (UnknownSubscriptionException | HeldMessageNotFoundException e) {
      return refused(e, WebEndpointResponse.STATUS_NOT_FOUND);
    } catch (StaleMovePlanException | SubscriptionInUseException | CannotAcquireLockException e) {
      return refused(e, 409);
    } catch (IllegalArgumentException e) {
      return refused(e, WebEndpointResponse.STATUS_BAD_REQUEST);
    }
  }

  private static WebEndpointResponse<Object> refused(RuntimeException e, int status) {
    return new WebEndpointResponse<>(Map.of("error", String.valueOf(ErrorText.message(e))), status);
  }

  private static String required(String name, @Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException("Nothing was done: \"%s\" is missing.".formatted(name));
    }
    return value;
  }

  private static UUID id(String message) {
    try {
      return UUID.fromString(message);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"%s\" is not an id of a message. Ids are UUIDs, as the list of parked messages shows them."
              .formatted(message),
          e);
    }
  }

  private static void requireHeld(String what) {
    if (!what.equals("parked") && !what.equals("held")) {
      throw unknown(what, "parked, held");
    }
  }

  private static IllegalArgumentException unknown(String what, String known) {
    return new IllegalArgumentException(
        "\"%s\" cannot be shown for a subscription; use one of %s.".formatted(what, known));
  }
}
