package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What stays of a stack trace when its texts go. */
class HeldErrorsTests {
  @Test
  void keepsFramesAlone() {
    String trace =
        """
        java.lang.IllegalStateException: no mail to Ann Smith
        of Elm Street
        \tat java.base/java.util.ArrayList.forEach(ArrayList.java:1511)
        \tat dev.foliot.People$Faults.lambda$handled$0(People.java:7)
        \tat jdk.proxy2/jdk.proxy2.$Proxy7.<init>(Unknown Source)
        \tat app//org.Native.call(Native Method)
        \tat Ann Smith, Elm Street (home)
        \tSuppressed: java.lang.Error: Ann
        Caused by: java.lang.IllegalArgumentException: Ann Smith
        \t... 119 more
        """;

    assertThat(HeldErrors.framesOf(trace))
        .isEqualTo(
            """
            \tat java.base/java.util.ArrayList.forEach(ArrayList.java:1511)
            \tat dev.foliot.People$Faults.lambda$handled$0(People.java:7)
            \tat jdk.proxy2/jdk.proxy2.$Proxy7.<init>(Unknown Source)
            \tat app//org.Native.call(Native Method)
            \t... 119 more""");
  }

  /** An error may be thrown without a stack trace. */
  @Test
  void keepsNothingOfTraceWithoutFrames() {
    assertThat(HeldErrors.framesOf("java.lang.NullPointerException: no Ann Smith\n")).isEmpty();
  }

  /** The table may know less by then: what was removed there must not come back. */
  @Test
  void doesNotRepeatWhatIsOver() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    HeldKey failed =
        new HeldKey(
            "k",
            7,
            2,
            HeldStatus.WAITING,
            now,
            UUID.randomUUID(),
            "joined",
            "person",
            "1",
            now,
            now,
            "Error",
            "no mail to Ann Smith",
            "Error: no mail to Ann Smith");

    HeldKey next = failed.goingOnAfter(7, now);

    assertThat(next.position()).isEqualTo(8);
    assertThat(next.toString()).doesNotContain("Ann Smith");
  }
}
