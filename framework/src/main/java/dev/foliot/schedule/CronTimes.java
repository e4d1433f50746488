package dev.foliot.schedule;

import dev.foliot.failure.ErrorText;
import dev.foliot.time.StorableInstant;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.scheduling.support.CronExpression;

/**
 * The times of a cron expression in a time zone (R42). Spring computes local times without daylight
 * saving; each becomes one instant here. A local time that does not exist becomes the instant when
 * the clock is put forward. A local time that exists twice becomes the first of the two instants.
 * So a later local time is never an earlier instant, and a search can follow the local times.
 */
record CronTimes(CronExpression expression, ZoneId zone) implements Times {
  private static final List<String> FIELDS =
      List.of("second", "minute", "hour", "day of month", "month", "day of week");
  private static final Pattern FIELD = Pattern.compile("\\S+");
  private static final int MAX_LENGTH = 200;

  /** The periods before now that are searched for the newest missed time, the shortest first. */
  private static final List<Duration> BACK =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofHours(1),
          Duration.ofDays(1),
          Duration.ofDays(31),
          Duration.ofDays(366));

  static CronTimes read(String text, ZoneId zone) {
    return new CronTimes(CronExpression.parse(checked(text)), zone);
  }

  /**
   * The expression, with one space between two fields.
   *
   * @throws IllegalArgumentException if a field is wrong, or if it never fires
   */
  static String checked(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "The cron expression has %s characters. Write at most %s."
              .formatted(text.length(), MAX_LENGTH));
    }
    List<MatchResult> fields = FIELD.matcher(text).results().toList();
    if (fields.size() != FIELDS.size()) {
      throw refused(
          "The cron expression \"%s\" has %s fields, expected %s."
              .formatted(text, fields.size(), FIELDS.size()));
    }
    for (int i = 0; i < FIELDS.size(); i++) {
      check(text, i, fields.get(i));
    }
    String checked = String.join(" ", fields.stream().map(MatchResult::group).toList());
    if (CronExpression.parse(checked).next(LocalDateTime.of(2000, 1, 1, 0, 0)) == null) {
      throw refused(
          "The cron expression \"%s\" never fires: there is no such day.".formatted(text));
    }
    return checked;
  }

  private static void check(String text, int index, MatchResult field) {
    String before = "* ".repeat(index);
    String after = " *".repeat(FIELDS.size() - 1 - index);
    try {
      CronExpression.parse(before + field.group() + after);
    } catch (RuntimeException e) {
      throw refused(
          "The cron expression \"%s\" is wrong in its field \"%s\" at position %s: \"%s\" (%s)."
              .formatted(
                  text, FIELDS.get(index), field.start() + 1, field.group(), ErrorText.of(e)));
    }
  }

  private static IllegalArgumentException refused(String what) {
    return new IllegalArgumentException(
        what
            + " Write six fields: second, minute, hour, day of month, month, day of week, such as 0 0 3 * * *.");
  }

  @Override
  public Optional<Instant> after(Instant instant) {
    LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
    do {
      local = expression.next(local);
    } while (local != null && !instant(local).isAfter(instant));
    return Optional.ofNullable(local)
        .map(this::instant)
        .filter(next -> !next.isAfter(StorableInstant.LATEST));
  }

  private Instant instant(LocalDateTime local) {
    ZoneOffsetTransition gap = zone.getRules().getTransition(local);
    return gap != null && gap.isGap()
        ? gap.getInstant()
        : ZonedDateTime.ofLocal(local, zone, null).toInstant(); // the earlier one of two
  }

  @Override
  public Instant newest(Instant known, Instant until) {
    for (Duration back : BACK) {
      Instant from = until.minus(back);
      if (!from.isAfter(known)) {
        break;
      }
      Optional<Instant> first = after(from).filter(found -> !found.isAfter(until));
      if (first.isPresent()) {
        return lastFrom(first.get(), until);
      }
    }
    return lastFrom(known, until);
  }

  private Instant lastFrom(Instant first, Instant until) {
    Instant last = first;
    Optional<Instant> next = after(last);
    while (next.isPresent() && !next.get().isAfter(until)) {
      last = next.get();
      next = after(last);
    }
    return last;
  }
}
