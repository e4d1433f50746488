package dev.foliot.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R42: a local time that does not exist fires at the next instant that does; a double one once. */
class CronTimesTests {
  private static Times times(String expression, String zone) {
    return Times.of(expression, ZoneId.of(zone));
  }

  private static List<String> next(Times times, String after, int count) {
    List<String> found = new ArrayList<>();
    Instant last = Instant.parse(after);
    for (int i = 0; i < count; i++) {
      last = times.after(last).orElseThrow();
      found.add(last.toString());
    }
    return found;
  }

  @Test
  void localTimeThatDoesNotExistFiresWhenTheClockIsPutForward() {
    assertThat(next(times("0 30 2 * * *", "Europe/Berlin"), "2026-03-28T00:00:00Z", 3))
        .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
    assertThat(next(times("0 30 2 * * *", "America/New_York"), "2026-03-07T00:00:00Z", 3))
        .containsExactly("2026-03-07T07:30:00Z", "2026-03-08T07:00:00Z", "2026-03-09T06:30:00Z");
  }

  @Test
  void localTimeThatExistsTwiceFiresTheFirstTime() {
    assertThat(next(times("0 30 2 * * *", "Europe/Berlin"), "2026-10-24T00:00:00Z", 3))
        .containsExactly("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    assertThat(next(times("0 30 1 * * *", "America/New_York"), "2026-10-31T00:00:00Z", 3))
        .containsExactly("2026-10-31T05:30:00Z", "2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z");
  }

  @Test
  void severalTimesThatDoNotExistFireOnce() {
    assertThat(next(times("0 */15 * * * *", "Europe/Berlin"), "2026-03-29T00:30:00Z", 3))
        .containsExactly("2026-03-29T00:45:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:15:00Z");
    assertThat(next(times("0 0,30 2,3 * * *", "Europe/Berlin"), "2026-03-29T00:00:00Z", 3))
        .containsExactly("2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:00:00Z");
  }

  @Test
  void repeatedHourFiresOnce() {
    assertThat(next(times("0 */30 * * * *", "Europe/Berlin"), "2026-10-25T00:00:00Z", 2))
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-25T02:00:00Z");
    assertThat(next(times("0 30 2 * * *", "Europe/Berlin"), "2026-10-25T01:10:00Z", 1))
        .as("asked within the repetition")
        .containsExactly("2026-10-26T01:30:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"* * * * * *", "0 */7 * * * *", "0 30 2 * * *", "0 15 1 L * *", "0 0 3 * * MON#2"})
  void newestIsTheLastOneUpToAnInstant(String expression) {
    for (String zone : List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")) {
      Times times = times(expression, zone);
      Instant known = times.after(Instant.parse("2026-10-24T22:00:00Z")).orElseThrow();
      Instant last = known;
      Instant next = times.after(known).orElseThrow();
      for (int i = 0; i < 400; i++) {
        assertThat(times.newest(known, next.minusNanos(1_000))).isEqualTo(last);
        assertThat(times.newest(known, next)).isEqualTo(next);
        last = next;
        next = times.after(last).orElseThrow();
        assertThat(next).isAfter(last);
      }
    }
  }

  @Test
  void newestOfAnEverySecondScheduleIsFoundAtOnceAfterYears() {
    Instant known = Instant.parse("2000-01-01T00:00:00Z");
    Instant until = Instant.parse("2026-01-01T00:00:00.5Z");

    assertThat(times("* * * * * *", "Europe/Berlin").newest(known, until))
        .isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void everyFiresAtWholeMultiples() {
    Times times = times("every PT1H30M", "Z");

    assertThat(next(times, "1970-01-01T00:00:00Z", 2))
        .containsExactly("1970-01-01T01:30:00Z", "1970-01-01T03:00:00Z");
    assertThat(next(times, "1969-12-31T23:59:59Z", 1)).containsExactly("1970-01-01T00:00:00Z");
    assertThat(times.newest(Instant.EPOCH, Instant.EPOCH.plus(Duration.ofHours(4))))
        .isEqualTo(Instant.EPOCH.plus(Duration.ofHours(3)));
    assertThat(times.after(Instant.parse("9999-12-31T23:30:00Z"))).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 61 * * * *    | minute       | 3  | 61",
        "x 0 3 * * *     | second       | 1  | x",
        "0 0 24 * * *    | hour         | 5  | 24",
        "0 0  3 32 * *   | day of month | 8  | 32",
        "0 0 3 * FEBB *  | month        | 9  | FEBB",
        "0 0 3 * * MOON  | day of week  | 11 | MOON"
      })
  void wrongFieldIsNamedWithItsPosition(
      String expression, String field, int position, String text) {
    assertThat(refusal(expression))
        .startsWith(
            "The cron expression \"%s\" is wrong in its field \"%s\" at position %s: \"%s\" ("
                .formatted(expression, field, position, text))
        .endsWith(
            "Write six fields: second, minute, hour, day of month, month, day of week, such as 0 0 3 * * *.");
  }

  @Test
  void otherWrongTextsAreNamed() {
    assertThat(refusal("0 3 * * *"))
        .startsWith(
            "The cron expression \"0 3 * * *\" has 5 fields, expected 6. Write six fields:");
    assertThat(refusal("0 0 3 30 2 *"))
        .startsWith(
            "The cron expression \"0 0 3 30 2 *\" never fires: there is no such day. Write six fields:");
    assertThat(refusal("0 0 3 " + "1,".repeat(200) + "1 * *"))
        .isEqualTo("The cron expression has 411 characters. Write at most 200.");
    assertThat(refusal("every day"))
        .isEqualTo(
            "The schedule \"every day\" has no duration at position 7. Write one such as every PT15M.");
    assertThat(refusal("every PT0.5S"))
        .isEqualTo(
            "The period of a schedule is PT0.5S. Use one second to a hundred years, in whole microseconds.");
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> Schedule.cron("0 0 3 * * *", "Europe/Berln")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "There is no time zone \"Europe/Berln\". Take a name such as Europe/Berlin or UTC.");
  }

  private static String refusal(String times) {
    try {
      new Schedule(times, ZoneId.of("UTC"), Missed.SKIP);
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
    throw new AssertionError(times + " was not refused");
  }

  @Test
  void anyInstantHasANextTimeOrNone() {
    for (Schedule each :
        List.of(Schedule.cron("0 0 0 1 1 *", "UTC"), Schedule.every(Duration.ofHours(1)))) {
      assertThat(each.nextAfter(Instant.MAX)).isEmpty();
      assertThat(each.nextAfter(Instant.MIN))
          .get()
          .extracting(Instant::toString)
          .asString()
          .startsWith("000");
    }
  }
}
