package dev.foliot.autoconfigure.actuate;

import dev.foliot.outbox.FailedEntries;
import dev.foliot.outbox.Outbox;
import dev.foliot.outbox.OutboxEntry;
import dev.foliot.outbox.OutboxStatus;
import java.security.Principal;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * The outbox by HTTP, at {@code /actuator/foliotoutbox}. It is read-only, unless {@code
 * management.endpoint.foliotoutbox.access=unrestricted} allows changes. A refusal is answered with
 * the status 400 or 404 and the text as {@code error}.
 */
@WebEndpoint(id = "foliotoutbox", defaultAccess = Access.READ_ONLY)
final class FoliotOutboxEndpoint {
  private static final int MAX = 100;
  private static final String NOBODY = "actuator";

  private final Outbox outbox;

  FoliotOutboxEndpoint(Outbox outbox) {
    this.outbox = outbox;
  }

  /** An entry without its payload. */
  record Row(
      long id,
      String destination,
      String key,
      UUID messageId,
      String type,
      int attempts,
      @Nullable Instant nextAttemptAt,
      @Nullable String error,
      OutboxEntry.@Nullable Discard discard) {
    static Row of(OutboxEntry entry) {
      return new Row(
          entry.id(),
          entry.message().destination(),
          entry.message().key(),
          entry.message().metadata().id(),
          entry.message().metadata().type(),
          entry.attempts(),
          entry.nextAttemptAt(),
          entry.error(),
          entry.discard());
    }
  }

  @ReadOperation
  WebEndpointResponse<Object> report() {
    return answer(outbox::report);
  }

  /**
   * @param status pending, published, failed or discarded
   * @param after the id before the first one of the page
   */
  @ReadOperation
  WebEndpointResponse<Object> list(
      @Selector String status, @Nullable Long after, @Nullable Integer limit) {
    return answer(
        () ->
            Map.of(
                status,
                outbox
                    .list(status(status), after == null ? 0 : after, limit == null ? MAX : limit)
                    .stream()
                    .map(Row::of)
                    .toList()));
  }

  private static OutboxStatus status(String name) {
    try {
      return OutboxStatus.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"%s\" is not a status of the outbox; known are pending, published, failed, discarded."
              .formatted(name),
          e);
    }
  }

  /**
   * @param action retry or discard
   * @param id selects one failed entry
   * @param destination selects the failed entries to it; with a key, only those of the key
   * @param key a key of the destination
   * @param all true selects all failed entries
   * @param reason for discard: why
   * @param by for discard: the person, if no user is logged in
   */
  @WriteOperation
  WebEndpointResponse<Object> change(
      SecurityContext security,
      @Selector String action,
      @Nullable Long id,
      @Nullable String destination,
      @Nullable String key,
      @Nullable Boolean all,
      @Nullable String reason,
      @Nullable String by) {
    return answer(
        () -> {
          FailedEntries which = FailedEntries.named(id, destination, key, Boolean.TRUE.equals(all));
          return switch (action) {
            case "retry" -> Map.of("retried", outbox.retry(which));
            case "discard" ->
                Map.of(
                    "discarded",
                    outbox.discard(which, reason == null ? "" : reason, who(security, by)));
            default ->
                throw new IllegalArgumentException(
                    "\"%s\" is not an action of the outbox; use one of retry, discard."
                        .formatted(action));
          };
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

  private static WebEndpointResponse<Object> answer(Supplier<Object> question) {
    try {
      return new WebEndpointResponse<>(question.get());
    } catch (IllegalArgumentException e) {
      return new WebEndpointResponse<>(
          Map.of("error", String.valueOf(e.getMessage())), WebEndpointResponse.STATUS_BAD_REQUEST);
    }
  }
}
