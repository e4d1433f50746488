package dev.foliot;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Snapshots;
import dev.foliot.archive.Archive;
import dev.foliot.consistency.ConsistencyToken;
import dev.foliot.operation.CheckpointTarget;
import dev.foliot.operation.Subscriptions;
import dev.foliot.outbox.FailedEntries;
import dev.foliot.outbox.Outbox;
import dev.foliot.projection.View;
import dev.foliot.query.QueryOptions;
import dev.foliot.rebuild.CompareOptions;
import dev.foliot.rebuild.RebuildOptions;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Order;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.Shop.Stock;
import dev.foliot.shop.ShopTest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;

/** R40: each entry point says what belongs where a caller gave nothing. */
class LeftOutArgumentsIntegrationTests extends ShopTest {
  private static final String NAME = "reservation";

  @Autowired private Subscriptions subscriptions;
  @Autowired private Snapshots snapshots;
  @Autowired private Archive archive;
  @Autowired private Outbox outbox;

  @Test
  void ofTheTimeThatPasses() {
    refused(() -> engine().runFor(null), "engine.runFor was given null. Give it how much");
    refused(
        () -> engine().runFor(Duration.ofHours(-1)),
        "engine.runFor was given PT-1H, but time passes forwards. Give it zero or more.");
  }

  @Test
  void ofSubscriptions() {
    String name = "The bean Subscriptions was given null. Give it the name of a subscription.";
    refused(() -> subscriptions.status(null), name);
    refused(() -> subscriptions.parked(null, 0, 1), name);
    refused(() -> subscriptions.held(null, 0, 1), name);
    refused(() -> subscriptions.discarded(null, 0, 1), name);
    refused(() -> subscriptions.retryAll(null), name);
    refused(() -> subscriptions.pause(null, "why"), name);
    refused(() -> subscriptions.resume(null), name);
    refused(() -> subscriptions.remove(null), name);
    refused(() -> subscriptions.planMove(null, CheckpointTarget.end()), name);
    refused(
        () -> subscriptions.status(" "),
        "The bean Subscriptions was given a blank text. Give it the name of a subscription.");
  }

  @Test
  void ofChangesOfASubscription() {
    String message =
        "The bean Subscriptions was given null. Give it the id of a message, metadata.id().";
    refused(() -> subscriptions.show(NAME, null), message);
    refused(() -> subscriptions.retry(NAME, null), message);
    refused(() -> subscriptions.discard(NAME, null, "why", "ann"), message);
    refused(
        () -> subscriptions.discard(NAME, UUID.randomUUID(), "why", null),
        "Give it the name of the person who decides it.");
    refused(() -> subscriptions.pause(NAME, null), "was given null. Give it a reason.");
    refused(() -> subscriptions.retryKey(NAME, null), "was given null. Give it a sequencing key.");
    refused(
        () -> subscriptions.retryAggregate(NAME, null, "o1"),
        "Give it the category of an aggregate.");
    refused(
        () -> subscriptions.retryAggregate(NAME, "order", ""), "Give it the id of an aggregate.");
    refused(
        () -> subscriptions.planMove(NAME, null), "was given null. Give it a CheckpointTarget.");
    refused(() -> subscriptions.move(NAME, null), "Give it the confirmation() of the plan.");
    refused(() -> CheckpointTarget.instant(null), "was given null. Give it an instant.");
    refused(() -> CheckpointTarget.parse(null), "Give it start, end, a position or an instant.");
  }

  @Test
  void ofTheOutbox() {
    refused(() -> outbox.list(null, 1), "The bean Outbox was given null. Give it an OutboxStatus.");
    refused(
        () -> outbox.retry(null),
        "The bean Outbox was given null. Give it FailedEntries, such as FailedEntries.all().");
    refused(() -> outbox.discard(null, "why", "ann"), "Give it FailedEntries");
    refused(() -> outbox.discard(FailedEntries.all(), null, "ann"), "Give it a reason.");
    refused(
        () -> outbox.discard(FailedEntries.all(), "why", null),
        "Give it the name of the person who decides it.");
    refused(
        () -> FailedEntries.toDestination(null),
        "FailedEntries.toDestination was given null. Give it a destination.");
    refused(() -> FailedEntries.ofKey("mails", null), "given null. Give it the key of a message.");
  }

  @Test
  void ofSnapshots() {
    refused(() -> snapshots.take(null, "p1"), "given null. Give it an aggregate class.");
    refused(() -> snapshots.takeAll(null), "given null. Give it an aggregate class.");
    refused(() -> snapshots.delete(null, "p1"), "snapshots.delete was given null");
    refused(
        () -> snapshots.delete(Stock.class, " "),
        "snapshots.delete was given a blank text. Give it the id of an aggregate.");
    refused(
        () -> snapshots.deleteAll(null),
        "snapshots.deleteAll was given null. Give it an aggregate class, or leave it out.");
  }

  @Test
  void ofTheArchiveAndAHistory() {
    refused(
        () -> archive.closedBefore(null),
        "archive.closedBefore was given null. Give it an instant.");
    refused(
        () -> domain.historyOf(Stock.class, "p1").asOf(null),
        "history.asOf was given null. Give it an instant.");
  }

  @Test
  void ofAView() {
    View<Board> board = domain.viewFor(Board.class);
    String id = "The view of Board was given null. Give it the id of a row.";

    refused(() -> board.get(null), id);
    refused(() -> board.find(null), id);
    refused(() -> board.exists((Object) null), id);
    refused(() -> board.findAll((Sort) null), "The view of Board was given null. Give it a sort.");
    refused(() -> board.findAll((Pageable) null), "Give it a pageable.");
    refused(() -> board.findAll((Example<Board>) null), "Give it an example.");
    refused(() -> board.exists((Example<Board>) null), "Give it an example.");
    refused(() -> board.stream(null), "Give it a sort.");
    refused(() -> board.insert(null), "The view of Board was given null. Give it a row.");
  }

  @Test
  void ofARepository() {
    domain.process(new Receive("p1", 1));
    AggregateRepository<Stock> stocks = domain.repositoryFor(Stock.class);
    AggregateRepository<Order> orders = domain.repositoryFor(Order.class);
    String aggregate = "repository.create was given null. Give it an aggregate.";

    refused(() -> stocks.create(null), aggregate);
    refused(() -> orders.create(null), aggregate);
    refused(() -> stocks.close("p1", null), "repository.close was given null. Give it a reason.");
  }

  @Test
  void ofRebuilds() {
    refused(
        () -> new RebuildOptions(null, true, false, "ann"),
        "RebuildOptions was given null. Give it a RebuildMode.");
    CompareOptions options = CompareOptions.standard();
    String sizes = "was given null. Give it batch sizes, such as 500.";
    refused(() -> options.batchSizes((Integer) null), "CompareOptions.batchSizes " + sizes);
    refused(() -> options.batchSizes((Integer[]) null), "CompareOptions.batchSizes " + sizes);
    refused(() -> new CompareOptions(null, Set.of(), 1, false), "CompareOptions " + sizes);
    refused(
        () -> new CompareOptions(List.of(1), null, 1, false),
        "given null. Give it names of columns");
    refused(() -> options.ignoring((String) null), "CompareOptions.ignoring was given null");
  }

  @Test
  void ofReadsAfterAToken() {
    ConsistencyToken token = domain.tracking(() -> domain.process(new Receive("p1", 1))).token();
    String classes = "was given null. Give it classes of projections, or leave them out.";
    refused(() -> QueryOptions.after(token, (Class<?>) null), "QueryOptions.after " + classes);
    refused(() -> domain.await(token, Duration.ZERO, (Class<?>) null), "domain.await " + classes);
    refused(() -> domain.await(token, Duration.ZERO, (Class<?>[]) null), "domain.await " + classes);
    Duration past = Duration.ofSeconds(-1);
    refused(
        () -> QueryOptions.after(token).timeout(past),
        "QueryOptions.timeout was given PT-1S. Give it a duration of zero or more.");
    String negative = "A read after a token was given PT-1S. Give it a time-out of zero or more.";
    refused(() -> domain.await(token, past), negative);
    refused(() -> domain.viewFor(Board.class).after(token, past), negative);
  }

  private static void refused(ThrowingCallable call, String text) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(text);
  }
}
