package dev.foliot.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.rebuild.RebuildReport;
import dev.foliot.rebuild.RebuildStatus;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.DefaultApplicationArguments;

/** What {@code foliot rebuild} does and prints. */
class RebuildCommandIntegrationTests extends ShopTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void placeOrder() {
    domain.process(new Place("o1", "p1", 1));
    engine().run();
  }

  @AfterEach
  void leaveNoTables() {
    domain.rebuilds().removed("board-projector");
  }

  private String foliot(String... arguments) {
    out.reset();
    new RebuildCommand(domain.rebuilds(), new PrintStream(out, true, StandardCharsets.UTF_8), "ann")
        .run(new CommandLine(new DefaultApplicationArguments(arguments)));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void startsListsAndRollsBack() {
    String started = foliot("foliot", "rebuild", "start", "board-projector");
    long id = newest().id();
    assertThat(started)
        .startsWith("Rebuild %s of dev.foliot.shop.Shop$Board is running.".formatted(id))
        .contains("  projectors     board-projector")
        .contains("  position       0 of ");
    assertThat(newest().startedBy()).isEqualTo("ann");

    engine().run();

    assertThat(foliot("foliot", "rebuild", "show", "" + id))
        .startsWith("Rebuild %s of dev.foliot.shop.Shop$Board is switched.".formatted(id))
        .contains("(100%)")
        .contains("  handled        1, ")
        .contains("  former rows    kept");
    assertThat(foliot("foliot", "rebuild"))
        .contains("dev.foliot.shop.Shop$Board  switched  100%  1");
    assertThat(foliot("foliot", "rebuild", "roll-back", "" + id)).contains(" is rolled back.");
  }

  @Test
  void namesFailedMessage() {
    faults.fail("board", "o1", 100);
    foliot("foliot", "rebuild", "start", "board-projector", "--no-switch", "--by=bob");
    engine().run();

    assertThat(newest().startedBy()).isEqualTo("bob");
    assertThat(foliot("foliot", "rebuild", "show", "" + newest().id()))
        .contains(" is failed.")
        .contains("  failed         placed of ")
        .contains("in board-projector: java.lang.IllegalStateException: board fails on o1");
  }

  @Test
  void cancelsAndDropsInPlaceOnly() {
    foliot("foliot", "rebuild", "start", "board-projector", "--no-switch");
    assertThat(foliot("foliot", "rebuild", "cancel", "" + newest().id()))
        .contains(" is cancelled.");

    foliot("foliot", "rebuild", "start", "board-projector", "--in-place");
    engine().run();
    assertThat(newest().status()).isEqualTo(RebuildStatus.FINISHED);
  }

  @Test
  void comparesAndFailsOnDifferences() {
    assertThat(foliot("foliot", "rebuild", "compare", "board-projector"))
        .isEqualToIgnoringNewLines("Projection dev.foliot.shop.Shop$Board equals its rebuild.");

    jdbc.update("update shop$board set status = 'lost', changes = 7");
    assertThatThrownBy(
            () ->
                foliot(
                    "foliot",
                    "rebuild",
                    "compare",
                    "board-projector",
                    "--ignoring=status",
                    "--batch-sizes=3,9",
                    "--limit=5",
                    "--archive"))
        .hasMessage(
            "Projection dev.foliot.shop.Shop$Board differs from its rebuild in batches of 3 messages and 8 segments.");
    assertThat(out.toString(StandardCharsets.UTF_8).strip())
        .isEqualToIgnoringCase("shop$board order_id=o1: changes is 7 live, 0 rebuilt");
    assertThatThrownBy(
            () -> foliot("foliot", "rebuild", "compare", "board-projector", "--batch-sizes=0"))
        .isInstanceOf(WrongUsageException.class)
        .hasMessage("\"0\" is not a batch size; write --batch-sizes=7,500. See foliot help.");
  }

  @Test
  void refusesWrongWords() {
    assertThatThrownBy(() -> foliot("foliot", "rebuild", "show", "x"))
        .isInstanceOf(WrongUsageException.class)
        .hasMessage(
            "\"x\" is not the id of a rebuild; foliot rebuild shows the ids. See foliot help.");
    assertThatThrownBy(() -> foliot("foliot", "rebuild", "again"))
        .isInstanceOf(WrongUsageException.class)
        .hasMessage("There is no command foliot rebuild again. See foliot help.");
    assertThatThrownBy(() -> foliot("foliot", "rebuild", "start", "nobody"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "No @Projector of this application has the name nobody; known are [board-projector].");
  }

  private RebuildReport newest() {
    return domain.rebuilds().list().get(0);
  }
}
