package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageOptions;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.TestDatabases;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.timer.MoveDueMessages;
import dev.foliot.timer.TimerKey;
import dev.foliot.timer.TimerOwners;
import dev.foliot.timer.Timers;
import dev.foliot.unitofwork.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Engines on threads that hardly ever poll: due messages move because the engines know of them. */
class TimersOfNodesIntegrationTests extends ShopTest {
  private static final Duration HARDLY_EVER = Duration.ofHours(1);

  @Autowired private MessageFactory messages;
  @Autowired private MessageJson json;
  @Autowired private Transactions transactions;

  private final MicrosecondClock real = new MicrosecondClock(Clock.systemUTC());
  private final LinkedBlockingQueue<String> moved = new LinkedBlockingQueue<>();
  private final List<EngineNode> engines = new ArrayList<>();

  @AfterEach
  void stopAll() {
    engines.forEach(EngineNode::stop);
  }

  private EngineNode start(Timers timers, Duration poll, boolean notifications) {
    MoveDueMessages move =
        new MoveDueMessages(
            TimerOwners.ALL_BUT_SCHEDULES,
            timers,
            transactions,
            real,
            timer -> {
              moved.add(timer.key().name());
              return Optional.of(timer);
            });
    EngineNode engine =
        EngineOf.like(node)
            .onlyWorks(move)
            .clock(real)
            .settings(
                settings ->
                    ChangedSettings.of(settings)
                        .pollInterval(poll)
                        .notifications(notifications)
                        .get())
            .node();
    engines.add(engine);
    engine.start();
    return engine;
  }

  private Timers timers(Runnable tellOthers) {
    return new Timers(jdbc, node.parts().storage().schema(), json, List.of(), tellOthers);
  }

  private void set(Timers timers, String name, Instant dueAt) {
    NewMessage message =
        new NewMessage(
            MessageKind.TIMER,
            new StreamName("test", name),
            null,
            messages.sent(new Cancel(name), MessageOptions.NONE),
            Lane.PRIMARY,
            false);
    transactions.doInNew(() -> timers.set(new TimerKey("test:shop", "shop", name), dueAt, message));
  }

  private String nextMoved() throws InterruptedException {
    return moved.poll(120, TimeUnit.SECONDS);
  }

  @Test
  void runningEngineNoticesTimersOfItsNode() throws Exception {
    Timers timers = timers(() -> {});
    set(timers, "before the start", real.instant());
    start(timers, HARDLY_EVER, false);
    assertThat(nextMoved()).isEqualTo("before the start");

    set(timers, "much later", real.instant().plus(Duration.ofDays(1)));
    set(timers, "at once", real.instant());
    assertThat(nextMoved()).isEqualTo("at once");

    set(timers, "soon", real.instant().plusMillis(200));
    assertThat(nextMoved()).isEqualTo("soon");
    set(timers, "after that", real.instant().plusMillis(50));
    assertThat(nextMoved()).isEqualTo("after that");
    assertThat(moved).isEmpty();
  }

  @Test
  void ownerHearsOfTimersOfOtherNodes() throws Exception {
    assumeTrue(TestDatabases.isPostgres(), "only PostgreSQL notifies other nodes");
    EngineNode owner = start(timers(() -> {}), HARDLY_EVER, true);
    await().until(owner::hearsOthers);
    EngineNode other =
        EngineOf.like(node)
            .settings(settings -> ChangedSettings.of(settings).notifications(true).get())
            .node();

    set(timers(other::tellOthers), "from elsewhere", real.instant());

    assertThat(nextMoved()).isEqualTo("from elsewhere");
  }

  @Test
  void ownerFindsTimersOfOtherNodesByItsPoll() throws Exception {
    start(timers(() -> {}), Duration.ofMillis(20), false);

    set(timers(() -> {}), "from elsewhere", real.instant());

    assertThat(nextMoved()).isEqualTo("from elsewhere");
  }

  @Test
  void severalEnginesMoveEachOnce() throws Exception {
    Timers timers = timers(() -> {});
    IntStream.range(0, 3).forEach(i -> start(timers, Duration.ofMillis(20), false));
    List<String> names = IntStream.range(0, 500).mapToObj(i -> "t" + i).toList();

    Instant due = real.instant(); // all at once: then they go by the order in which they were set
    names.forEach(name -> set(timers, name, due));
    await()
        .until(
            () -> jdbc.queryForObject("select count(*) from foliot_message", Integer.class) == 500);
    engines.forEach(EngineNode::stop);

    assertThat(
            jdbc.queryForList("select stream from foliot_message order by position", String.class))
        .containsExactlyElementsOf(names);
  }
}
