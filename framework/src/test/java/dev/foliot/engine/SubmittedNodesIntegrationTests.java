package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.foliot.command.CommandReceipt;
import dev.foliot.command.CommandStatus;
import dev.foliot.command.desk.Desk.Jot;
import dev.foliot.command.desk.Desk.Write;
import dev.foliot.command.desk.DeskTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** R14 on running engines: of this node, and of several. */
class SubmittedNodesIntegrationTests extends DeskTest {
  private static final Duration AT_MOST = Duration.ofSeconds(60);

  private final List<EngineNode> engines = new ArrayList<>();

  @AfterEach
  void stop() {
    node.stop();
    engines.forEach(EngineNode::stop);
  }

  @Test
  void callerAwaitsCommandOfThisNode() {
    node.start();

    CommandReceipt receipt = domain.submit(new Jot("a"));

    assertThat(receipt.await(AT_MOST)).isEqualTo(CommandStatus.SUCCEEDED);
    assertThat(notes.rows()).containsExactly("a");
  }

  @Test
  void callerAwaitsCancelledCommand() {
    node.start();
    CommandReceipt receipt =
        domain.submit(new Jot("a"), dev.foliot.CommandOptions.after(Duration.ofDays(1)));

    domain.commands().cancel(receipt.id());

    assertThat(receipt.await(AT_MOST)).isEqualTo(CommandStatus.CANCELLED);
  }

  @Test
  void callerAwaitsParkedCommand() {
    node.start();
    notes.fail("a", 1_000);
    notes.decide(dev.foliot.handler.ErrorDecision.park());

    CommandReceipt receipt = domain.submit(new Jot("a"));

    assertThat(receipt.await(AT_MOST)).isEqualTo(CommandStatus.FAILED);
  }

  @Test
  void eachCommandSucceedsOnceAlthoughANodeLeaves() {
    EngineNode leaving = start();
    start();
    List<CommandReceipt> receipts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      receipts.add(domain.submit(new Write("p" + i % 7, "w" + i)));
      if (i == 50) {
        leaving.stop();
      }
    }

    await().atMost(AT_MOST).until(() -> notes.rows().size() >= 100);
    await()
        .atMost(AT_MOST)
        .until(() -> receipts.stream().allMatch(each -> each.status() == CommandStatus.SUCCEEDED));

    List<String> rows = notes.rows();
    assertThat(rows).hasSize(100).doesNotHaveDuplicates();
    for (int page = 0; page < 7; page++) {
      int of = page;
      assertThat(rows)
          .filteredOn(row -> Integer.parseInt(row.substring(1)) % 7 == of)
          .containsExactlyElementsOf(
              IntStream.range(0, 100).filter(i -> i % 7 == of).mapToObj(i -> "w" + i).toList());
    }
  }

  private EngineNode start() {
    EngineNode engine =
        EngineOf.like(node)
            .settings(settings -> EngineOf.with(settings, 5, 3, settings.pollInterval()))
            .node();
    engines.add(engine);
    engine.start();
    return engine;
  }
}
