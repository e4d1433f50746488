package dev.foliot.operation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The consequences of a move of checkpoints, at the moment of the plan. {@link #toString} describes
 * them in sentences.
 *
 * @param subscription the name of the subscription
 * @param target the requested target
 * @param to the position of the target
 * @param lowest the lowest position of a checkpoint
 * @param highest the highest position of a checkpoint
 * @param repeats the number of messages that are read again. They were handled, or waited behind a
 *     failed message of their held key
 * @param skips the number of messages that are passed without being handled. Those of a kept key
 *     are handled after a retry
 * @param oldest the time of the first message that is handled again; null if there is none
 * @param heldDropped the number of held keys that are forgotten, because their messages are read
 *     again
 * @param heldKept the number of held keys that stay held, with their later messages up to the
 *     target
 * @param warnings other consequences
 * @param confirmation the text that {@link Subscriptions#move} needs; valid until the subscription
 *     changes
 */
public record MovePlan(
    String subscription,
    String target,
    long to,
    long lowest,
    long highest,
    long repeats,
    long skips,
    @Nullable Instant oldest,
    int heldDropped,
    int heldKept,
    List<String> warnings,
    String confirmation) {
  public MovePlan {
    warnings = List.copyOf(warnings);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        "Subscription %s is at position %s. The move to %s (position %s):%n"
            .formatted(
                subscription,
                lowest == highest ? String.valueOf(lowest) : lowest + " to " + highest,
                target,
                to));
    text.append(
        "  - handles %s message(s) again%s%n"
            .formatted(repeats, oldest == null ? "" : ", the first one of " + oldest));
    text.append("  - never handles %s message(s)%n".formatted(skips));
    text.append(
        "  - forgets %s held key(s), whose messages are read again; keeps %s%n"
            .formatted(heldDropped, heldKept));
    warnings.forEach(warning -> text.append("  - ").append(warning).append(System.lineSeparator()));
    return text.append("Confirmation: ").append(confirmation).toString();
  }
}
