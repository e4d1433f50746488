package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.autoconfigure.FoliotRunner;
import dev.foliot.command.CommandReceipt;
import dev.foliot.command.CommandStatus;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerDeclaration;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.HandlerMethod;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.handler.On;
import dev.foliot.handler.StartPosition;
import dev.foliot.handler.WiringProblems;
import dev.foliot.operation.DeliveryMarks;
import dev.foliot.operation.SubscriptionInUseException;
import dev.foliot.rebuild.CompareOptions;
import dev.foliot.rebuild.RebuildOptions;
import dev.foliot.rebuild.RebuildRefusedException;
import dev.foliot.shop.ShopTest;
import dev.foliot.tally.Tally;
import dev.foliot.tally.Tally.Calls;
import dev.foliot.tally.Tally.Count;
import dev.foliot.tally.Tally.Line;
import dev.foliot.tally.Tally.Total;
import dev.foliot.testsupport.FoliotTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.support.TransactionTemplate;

/** Inline projectors run before the commit; all other handlers run after it. */
@SpringBootTest(
    classes = Tally.class,
    properties = {
      "foliot.engine.enabled=false",
      "foliot.engine.notifications=false",
      "foliot.schema.initialize=always",
      "spring.jpa.hibernate.ddl-auto=create",
      "spring.main.banner-mode=off"
    })
@ContextConfiguration(initializers = ShopTest.DatabaseOfSuite.class)
class InlineIntegrationTests {
  private static final String NAME = "totals";

  @Autowired private Domain domain;
  @Autowired private EngineNode node;
  @Autowired private JdbcTemplate jdbc;
  @Autowired private Calls calls;
  @Autowired private HandlerRegistry handlers;
  @Autowired private TransactionTemplate transactions;

  @BeforeEach
  void beginAgain() {
    FoliotTables.empty(jdbc);
    jdbc.execute("delete from tally$total");
    jdbc.execute("delete from tally$line");
    calls.reset();
    node.register();
  }

  private int total(String group) {
    return domain.viewFor(Total.class).get(group).amount();
  }

  // ---- in the writer's transaction

  @Test
  void rowIsThereWhenProcessReturns() {
    domain.process(new Count("c1", "g", 5));
    domain.process(new Count("c2", "g", 2));

    assertThat(total("g")).isEqualTo(7);
    assertThat(calls.all()).containsExactly("lines 1", "totals c1", "lines 1", "totals c2");
  }

  @Test
  void engineDeliversToTheOthersOnly() {
    domain.process(new Count("c1", "g", 5));

    Engine.inTestMode(domain).run();

    assertThat(calls.all()).containsExactly("lines 1", "totals c1", "later c1");
    assertThat(total("g")).isEqualTo(5);
    assertThat(node.subscriptions()).contains("later").doesNotContain(NAME, "lines");
  }

  @Test
  void rebuildIsRefused() {
    String text =
        "Projection dev.foliot.tally.Tally$Total cannot be rebuilt: totals fills it, an inline projector, which does not read the log. Stop all nodes, start them with consistency = EVENTUAL, and rebuild it then.";

    for (ThrowingCallable refused :
        List.<ThrowingCallable>of(
            () -> domain.rebuilds().start(Total.class),
            () -> domain.rebuilds().start(NAME, RebuildOptions.beside()),
            () -> domain.rebuilds().compare(Total.class, CompareOptions.standard()))) {
      assertThatThrownBy(refused).isInstanceOf(RebuildRefusedException.class).hasMessage(text);
    }
    assertThat(domain.rebuilds().projections()).isEmpty();
  }

  @Test
  void failureReachesTheCallerAndRollsEverythingBack() {
    calls.during(
        () -> {
          throw new IllegalStateException("the projector fails");
        });

    assertThatThrownBy(() -> domain.process(new Count("c1", "g", 5)))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("the projector fails");

    assertThat(domain.viewFor(Line.class).count()).isZero();
    assertThat(domain.viewFor(Total.class).count()).isZero();
    assertThat(jdbc.queryForObject("select count(*) from foliot_message", Long.class)).isZero();
  }

  @Test
  void rowsOfARolledBackTransactionAreGone() {
    transactions.executeWithoutResult(
        status -> {
          domain.process(new Count("c1", "g", 5));
          status.setRollbackOnly();
        });

    assertThat(domain.viewFor(Total.class).count()).isZero();
    assertThat(domain.viewFor(Line.class).count()).isZero();
  }

  @Test
  void listsHaveOneEvent() {
    transactions.executeWithoutResult(
        status -> {
          domain.process(new Count("c1", "g", 1));
          domain.process(new Count("c1", "g", 2));
        });

    assertThat(calls.all()).containsExactly("lines 1", "totals c1", "lines 1", "totals c1");
    assertThat(domain.viewFor(Line.class).count()).isEqualTo(2);
    assertThat(total("g")).isEqualTo(3);
  }

  @Test
  void submittedCommandsRunThemInTheirDelivery() {
    CommandReceipt receipt = domain.submit(new Count("c1", "g", 5));
    assertThat(domain.viewFor(Total.class).count()).isZero();

    Engine.inTestMode(domain).run();

    assertThat(receipt.status()).isEqualTo(CommandStatus.SUCCEEDED);
    assertThat(total("g")).isEqualTo(5);
    assertThat(calls.all()).containsExactly("lines 1", "totals c1", "later c1");
  }

  @Test
  void twoWritersOfOneRowConflictAndTheLoserTriesAgain() throws Exception {
    domain.process(new Count("c0", "g", 1));
    CountDownLatch bothHaveRead = new CountDownLatch(2);
    AtomicInteger attempts = new AtomicInteger();
    calls.during(
        () -> {
          if (attempts.incrementAndGet() <= 2) {
            bothHaveRead.countDown();
            awaitQuietly(bothHaveRead);
          }
        });
    ExecutorService writers = Executors.newFixedThreadPool(2);

    Future<?> one = writers.submit(() -> domain.process(new Count("c1", "g", 10)));
    Future<?> two = writers.submit(() -> domain.process(new Count("c2", "g", 100)));
    one.get();
    two.get();
    writers.shutdown();

    assertThat(total("g")).isEqualTo(111);
    assertThat(attempts).hasValue(3);
    assertThat(domain.viewFor(Line.class).count()).isEqualTo(3);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void liveSubscriberSeesEachCommit() {
    List<String> got = new ArrayList<>();
    EachChange<Total> subscriber =
        new EachChange<>(
            change -> got.add(change.row().map(row -> "" + row.amount()).orElse("none")));
    domain.changes(Total.class, "g").subscribe(subscriber);

    domain.process(new Count("c1", "g", 5));
    domain.process(new Count("c2", "g", 2));
    subscriber.cancel();

    assertThat(got).containsExactly("none", "5", "7");
  }

  @Test
  void marksOfAnInlineProjectorShowItsDeliveries() {
    DeliveryMarks marks = new DeliveryMarks(node);
    List<Long> before = marks.of(Set.of(NAME));
    assertThat(marks.of(Set.of(NAME))).isEqualTo(before);

    domain.process(new Count("c1", "g", 5));

    assertThat(marks.of(Set.of(NAME))).isNotEqualTo(before);
  }

  @Test
  void rowsAreNeverStale() {
    domain.process(new Count("c1", "g", 5));

    assertThat(domain.viewFor(Total.class).staleness()).isZero();
  }

  @Test
  void readsAfterATokenNeverWait() {
    var placed = domain.tracking(() -> domain.process(new Count("c1", "g", 5)));

    assertThat(placed.token().isEmpty()).isFalse();
    assertThat(domain.viewFor(Total.class).after(placed.token(), Duration.ZERO).get("g").amount())
        .isEqualTo(5);
    domain.await(placed.token(), Duration.ZERO);
  }

  // ---- becoming inline, and not any more

  /**
   * As if a version of the application were started in which the projector is inline, or is not.
   */
  private EngineNode deployed(boolean inline) {
    HandlerRegistry registry = new HandlerRegistry();
    registry.fill(
        handlers.all().stream()
            .map(bean -> bean.name().equals(NAME) ? as(bean, inline) : bean)
            .toList(),
        new WiringProblems());
    return EngineOf.like(node).handlers(registry).node();
  }

  private static HandlerBean as(HandlerBean bean, boolean inline) {
    HandlerDeclaration declared =
        new HandlerDeclaration(
            HandlerKind.PROJECTOR,
            NAME,
            On.class,
            bean.order(),
            "",
            StartPosition.BEGINNING,
            bean.projection().orElseThrow(),
            null);
    return HandlerBean.of(
        inline ? declared.inline() : declared,
        bean.type(),
        new Object(),
        bean.methods().stream()
            .collect(Collectors.toMap(HandlerMethod::messageClass, Function.identity())));
  }

  private void forgetInline() {
    jdbc.update("delete from foliot_inline");
  }

  private List<String> inline() {
    return jdbc.queryForList("select projector from foliot_inline order by 1", String.class);
  }

  private long checkpoint() {
    return jdbc.queryForObject(
        "select min(position) from foliot_checkpoint where subscription = ?", Long.class, NAME);
  }

  private long head() {
    return jdbc.queryForObject("select max(position) from foliot_message", Long.class);
  }

  @Test
  void newProjectorInAnEmptyLogIsInlineAtOnce() {
    assertThat(inline()).containsExactly("lines", NAME);
    domain.process(new Count("c1", "g", 5));

    assertThatCode(() -> node.register()).doesNotThrowAnyException();
  }

  @Test
  void newProjectorIsRefusedWhereItWouldMissEvents() {
    domain.process(new Count("c1", "g", 5));
    jdbc.update("delete from foliot_inline where projector = ?", NAME);

    assertThatThrownBy(() -> node.register())
        .isInstanceOfSatisfying(
            ProjectorNotFilledException.class,
            refused -> assertThat(refused.projector()).isEqualTo(NAME))
        .hasMessage(
            "Projector totals cannot be inline yet: it is new, and the log has an event for it at position %s. Run the application with consistency = EVENTUAL for this projector until its lag is 0 and no key is held. Then stop all nodes, and start them with INLINE."
                .formatted(head()))
        .satisfies(
            refused ->
                assertThat(FoliotRunner.analysis(refused).getAction())
                    .isEqualTo(
                        "Run the application with consistency = EVENTUAL for this projector until its lag is 0 and no key is held. Then stop all nodes, and start them with INLINE."));
  }

  @Test
  void subscriptionThatIsBehindIsRefused() {
    forgetInline();
    deployed(false).register();
    domain.process(new Count("c1", "g", 5));

    assertThatThrownBy(() -> deployed(true).register())
        .isInstanceOf(ProjectorNotFilledException.class)
        .hasMessageStartingWith(
            "Projector totals cannot be inline yet: its subscription has not handled the message at position %s."
                .formatted(head()));
    assertThat(inline()).doesNotContain(NAME);
    assertThat(checkpoint()).as("nothing has changed").isZero();
  }

  @Test
  void historyBehindTheRegistrationCountsToo() {
    domain.process(new Count("c1", "g", 5));
    jdbc.update("delete from foliot_inline where projector = ?", NAME);
    deployed(false).register(); // it starts at the beginning, and exists since the end

    assertThatThrownBy(() -> deployed(true).register())
        .isInstanceOf(ProjectorNotFilledException.class)
        .hasMessageContaining("its subscription has not handled the message");
  }

  @Test
  void heldKeysAreRefused() {
    forgetInline();
    deployed(false).register();
    domain.process(new Count("c1", "g", 5));
    jdbc.update("update foliot_checkpoint set position = ? where subscription = ?", head(), NAME);
    jdbc.update(
        "insert into foliot_held (subscription, segment, held_key, position, message_id, message_type, category, stream, status, attempts, next_attempt_at, first_failed_at, last_failed_at, error_class, error_text, stack_trace) select ?, 0, 'k', position, id, type, category, stream, 'parked', 1, null, occurred_at, occurred_at, 'e', 't', 's' from foliot_message",
        NAME);

    assertThatThrownBy(() -> deployed(true).register())
        .isInstanceOf(ProjectorNotFilledException.class)
        .hasMessageContaining("its subscription holds 1 key(s) behind failed messages");
  }

  @Test
  void subscriptionThatHasCaughtUpBecomesInline() {
    forgetInline();
    deployed(false).register();
    domain.process(new Count("c1", "g", 5));
    jdbc.update("update foliot_checkpoint set position = ? where subscription = ?", head(), NAME);

    deployed(true).register();

    assertThat(inline()).contains(NAME);
    assertThat(
            jdbc.queryForList(
                "select name from foliot_subscription where name = ?", String.class, NAME))
        .isEmpty();
  }

  @Test
  void subscriptionThatARunningNodeHasIsRefused() {
    forgetInline();
    deployed(false).register();
    jdbc.update(
        "insert into foliot_node (node, started_at, lease_until) values ('other', current_timestamp, current_timestamp + interval '1' hour)");
    jdbc.update(
        "insert into foliot_node_subscription (node, subscription) values ('other', ?)", NAME);

    assertThatThrownBy(() -> deployed(true).register())
        .isInstanceOf(ProjectorNotFilledException.class)
        .hasMessage(
            "Projector totals cannot be inline yet: the running node other delivers to its subscription. Stop all nodes that have this projector with consistency = EVENTUAL, then start.")
        .satisfies(
            refused ->
                assertThat(FoliotRunner.analysis(refused).getAction())
                    .isEqualTo(
                        "Stop all nodes that have this projector with consistency = EVENTUAL, then start."));
  }

  @Test
  void removedProjectorIsForgottenAndOneInUseIsNot() {
    jdbc.update("insert into foliot_inline (projector, since) values ('former', 0)");

    domain.subscriptions().remove("former");

    assertThat(inline()).containsExactly("lines", NAME);
    assertThatThrownBy(() -> domain.subscriptions().remove(NAME))
        .isInstanceOf(SubscriptionInUseException.class);
    assertThat(inline()).contains(NAME);
  }

  @Test
  void projectorThatIsNotInlineAnyMoreStartsAtTheEnd() {
    domain.process(new Count("c1", "g", 5));

    deployed(false).register();

    assertThat(inline()).doesNotContain(NAME);
    assertThat(checkpoint()).isEqualTo(head());
  }
}
