package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.foliot.command.CommandReceipt;
import dev.foliot.command.CommandStatus;
import dev.foliot.command.desk.Desk.Jot;
import dev.foliot.command.desk.Desk.Write;
import dev.foliot.command.desk.Desk.Written;
import dev.foliot.command.desk.DeskTest;
import dev.foliot.eventstore.StreamName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** R14 on running engines: of this node, and of several. */
class SubmittedNodesIntegrationTests extends DeskTest {
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final int PAGES = 7;

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
  void callerAwaitsCommandOfAnotherNode() {
    StreamName stream = new StreamName("write", "p1");
    EngineNode owner =
        start(
            EngineOf.copy(
                node,
                delivery -> {}, // wakes no caller of this node
                settings -> EngineOf.withLease(settings, Duration.ofMinutes(30))));
    await().atMost(AT_MOST).until(() -> owner.ownerOf("desk", stream) != null);
    node.start();

    CommandReceipt receipt = domain.submit(new Write("p1", "a"));

    assertThat(receipt.await(AT_MOST)).isEqualTo(CommandStatus.SUCCEEDED);
    assertThat(receipt.result(Written.class)).contains(new Written("a", 1));
  }

  @Test
  void eachCommandSucceedsOnceAlthoughANodeLeaves() {
    EngineNode leaving = startSegmented();
    startSegmented();
    List<CommandReceipt> receipts = new ArrayList<>();
    submit(receipts, 0, 100);
    await().atMost(AT_MOST).until(() -> !notes.rows().isEmpty());
    leaving.stop();
    submit(receipts, 100, 200);

    await()
        .atMost(AT_MOST)
        .until(() -> receipts.stream().allMatch(each -> each.status() == CommandStatus.SUCCEEDED));

    List<String> rows = notes.rows();
    assertThat(rows).hasSize(200).doesNotHaveDuplicates();
    for (int page = 0; page < PAGES; page++) {
      int of = page;
      assertThat(rows)
          .filteredOn(row -> Integer.parseInt(row.substring(1)) % PAGES == of)
          .containsExactlyElementsOf(
              IntStream.range(0, 200).filter(i -> i % PAGES == of).mapToObj(i -> "w" + i).toList());
    }
    assertThat(count("foliot_command where status = 'succeeded'")).isEqualTo(200);
    assertThat(count("foliot_command")).isEqualTo(200);
    assertThat(count("foliot_held")).isZero();
  }

  private void submit(List<CommandReceipt> receipts, int from, int to) {
    for (int i = from; i < to; i++) {
      receipts.add(domain.submit(new Write("p" + i % PAGES, "w" + i)));
    }
  }

  private EngineNode startSegmented() {
    return start(
        EngineOf.copy(node, settings -> EngineOf.with(settings, 5, 4, settings.pollInterval())));
  }

  private EngineNode start(EngineNode engine) {
    engines.add(engine);
    engine.start();
    return engine;
  }
}
