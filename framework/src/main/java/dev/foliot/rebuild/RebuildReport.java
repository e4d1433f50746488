package dev.foliot.rebuild;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of a rebuild.
 *
 * @param id its number
 * @param projection the class name of the projection
 * @param subscriptions the projectors that fill it
 * @param status the state
 * @param mode the place to which it writes its rows
 * @param switchesByItself whether it is switched as soon as it has caught up
 * @param withArchive whether it handles archived events
 * @param startedBy the person or part that has started it
 * @param startedAt when it was started
 * @param endedAt when it was switched, finished, failed or cancelled; null while it is active
 * @param position the position up to which everything is handled
 * @param end the end of the log
 * @param handled the number of handled messages
 * @param perSecond the rate since its start, in messages; 0 if it is not active
 * @param timeLeft the time until it has caught up, at the rate since its start; null if it is not
 *     known
 * @param hasFormerRows whether the rows from before the switch are kept for a roll-back
 * @param failure why it has failed; null if it has not
 */
public record RebuildReport(
    long id,
    String projection,
    List<String> subscriptions,
    RebuildStatus status,
    RebuildMode mode,
    boolean switchesByItself,
    boolean withArchive,
    String startedBy,
    Instant startedAt,
    @Nullable Instant endedAt,
    long position,
    long end,
    long handled,
    double perSecond,
    @Nullable Duration timeLeft,
    boolean hasFormerRows,
    @Nullable Failure failure) {
  private static final int ALL = 100;

  public RebuildReport {
    subscriptions = List.copyOf(subscriptions);
  }

  /** The handled part of the log in percent, from 0 to 100. */
  public int percent() {
    return percent(position, end);
  }

  static int percent(long position, long end) {
    return end <= 0 ? ALL : (int) Math.min(ALL, position * ALL / end);
  }

  /**
   * The message that could not be handled. The text has placeholders for personal data.
   *
   * @param subscription the projector; null if it is not known which message is the cause
   * @param position the position of the message in the log
   * @param messageId its id; null without a message
   * @param type its type; null without a message
   * @param error the class and text of the error
   */
  public record Failure(
      @Nullable String subscription,
      long position,
      @Nullable UUID messageId,
      @Nullable String type,
      String error) {}
}
