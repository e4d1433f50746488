package dev.foliot.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.outbox.Outbox;
import dev.foliot.process.checkout.CheckoutTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;

class StuckInstancesCommandIntegrationTests extends CheckoutTest { // R44
  @Autowired private Outbox outbox;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private int foliot(String... arguments) {
    said.reset();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    return new FoliotCommand(
            domain.subscriptions(),
            outbox,
            domain.processes(),
            domain.rebuilds(),
            List.of(),
            new FoliotCommand.Terminal(out, out, "ann"))
        .run(new CommandLine(new DefaultApplicationArguments(arguments)));
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void listsStuckInstances() {
    placed("o1");
    placed("o2");
    run();

    assertThat(foliot("foliot", "stuck")).isZero();
    assertThat(said()).isEqualTo("Nothing.\n");

    clock.advance(Duration.ofHours(2));

    assertThat(foliot("foliot", "stuck")).isZero();
    assertThat(said())
        .containsPattern("^PROCESS +INSTANCE +TRANSITIONS +STARTED +LAST CHANGED\n")
        .containsPattern(
            "checkout +o1 +1 +2026-01-01T00:00:00Z +2026-01-01T00:00:00Z\ncheckout +o2 .*\n$");
    assertThat(foliot("foliot", "stuck", "checkout", "--limit=1")).isZero();
    assertThat(said())
        .doesNotContain("o2")
        .endsWith("Perhaps there are more: raise --limit, up to 1000.\n");
  }

  @Test
  void refusesAnUnknownProcessManager() {
    assertThat(foliot("foliot", "stuck", "chekout")).isEqualTo(FoliotCommand.FAILED);

    assertThat(said()).startsWith("The process manager chekout is unknown or has no stuckAfter");
  }
}
