package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

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
}
