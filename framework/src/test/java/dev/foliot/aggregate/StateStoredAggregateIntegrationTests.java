package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Order;
import dev.foliot.testsupport.shop.Parcel;
import dev.foliot.testsupport.shop.Shop.OrderPlaced;
import dev.foliot.testsupport.shop.Shop.OrderTouched;
import dev.foliot.unitofwork.ReadOnlyUnitOfWorkException;
import jakarta.persistence.EntityManager;
import org.hibernate.Hibernate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class StateStoredAggregateIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jpa();
  private final AggregateRepository<Order> orders = foliot.repositories.of(Order.class);

  @AfterEach
  void closeTheView() {
    var holder =
        (EntityManagerHolder)
            TransactionSynchronizationManager.unbindResourceIfPossible(foliot.factory);
    if (holder != null) {
      holder.getEntityManager().close();
    }
  }

  private void place(String id) {
    foliot.inTransaction(() -> orders.save(Order.placed(id)));
  }

  private void touch(String id, String by) {
    foliot.inTransaction(() -> orders.get(id).touch(by));
  }

  // ---- R3: an EntityManager that spans transactions

  @Test
  void storesEventsOfAnEntityThatAnEarlierTransactionLoaded() {
    place("o");
    openTheView();
    Order[] order = new Order[1];
    foliot.inTransaction(() -> order[0] = orders.get("o"));

    foliot.inTransaction(() -> order[0].touch("second"));
    foliot.inTransaction(() -> order[0].touch("third"));

    assertThat(foliot.events("order", "o"))
        .containsExactly(
            new OrderPlaced("o"), new OrderTouched("o", "second"), new OrderTouched("o", "third"));
  }

  @Test
  void storesEventsThatWereRaisedBetweenTransactions() {
    place("o");
    openTheView();
    Order[] order = new Order[1];
    foliot.inTransaction(() -> order[0] = orders.get("o"));
    order[0].touch("in between");

    foliot.inTransaction(() -> {});

    assertThat(foliot.events("order", "o")).hasSize(2);
  }

  @Test
  void readOnlyTransactionSavesNoEventsThatWereRaisedBetweenTransactions() {
    place("o");
    openTheView();
    Order[] order = new Order[1];
    foliot.inTransaction(() -> order[0] = orders.get("o"));
    order[0].touch("in between");

    assertThatThrownBy(() -> foliot.inReadOnlyTransaction(() -> orders.save(order[0])))
        .isInstanceOf(ReadOnlyUnitOfWorkException.class);
  }

  private EntityManager openTheView() {
    EntityManager view = foliot.factory.createEntityManager();
    TransactionSynchronizationManager.bindResource(foliot.factory, new EntityManagerHolder(view));
    return view;
  }

  @Test
  void refusesToBeWrittenWithoutAUnitOfWork() {
    EntityManager manager = foliot.factory.createEntityManager();
    manager.getTransaction().begin();

    assertThatThrownBy(() -> manager.persist(Order.placed("o")))
        .hasMessageContaining("Order o raised OrderPlaced, but no unit of work stores the events.")
        .hasMessageContaining("a test slice without Foliot's auto-configuration");

    manager.getTransaction().rollback();
    manager.close();
  }

  @Test
  void refusesEventsThatComeTooLate() {
    place("o");
    var late =
        new TransactionExecutionListener() {
          @Override
          public void beforeCommit(TransactionExecution transaction) {
            orders.get("o").touch("too late");
          }
        };
    foliot.manager.addListener(late);
    try {
      assertThatThrownBy(() -> foliot.inTransaction(() -> orders.get("o")))
          .hasStackTraceContaining(
              "Stream order-o has new events, but its unit of work has already written");
    } finally {
      foliot.manager.getTransactionExecutionListeners().remove(late);
    }

    assertThat(foliot.events("order", "o")).hasSize(1);
    assertThat(foliot.jdbc.queryForObject("select event_count from orders", Integer.class))
        .isEqualTo(1);
  }

  // ---- references

  @Test
  void worksThroughALazyReference() {
    place("o");
    foliot.inTransaction(
        () -> foliot.entities.persist(new Parcel("p", foliot.entities.find(Order.class, "o"))));

    foliot.inTransaction(
        () -> {
          Order proxy = foliot.entities.find(Parcel.class, "p").order();
          assertThat(Hibernate.isInitialized(proxy)).isFalse();
          proxy.touch("proxy");
          assertThat(proxy.pendingEvents()).hasSize(1);
        });

    assertThat(foliot.events("order", "o")).hasSize(2);
  }

  // ---- R4: merges

  @Test
  void dispatchesWhatADetachedCopyRaised() {
    place("o");
    Order detached = orders.get("o");
    detached.annotate("changed");
    detached.touch("detached");

    orders.save(detached);

    assertThat(foliot.events("order", "o"))
        .containsExactly(new OrderPlaced("o"), new OrderTouched("o", "detached"));
    assertThat(orders.get("o").note()).isEqualTo("changed");
    assertThat(detached.pendingEvents()).isEmpty();
  }

  @Test
  void dispatchesWhatWasMergedByCascade() {
    place("o");
    Order detached = orders.get("o");
    detached.touch("cascaded");

    foliot.inTransaction(() -> foliot.entities.merge(new Parcel("p", detached)));

    assertThat(foliot.events("order", "o"))
        .containsExactly(new OrderPlaced("o"), new OrderTouched("o", "cascaded"));
  }

  @Test
  void dispatchesWhatANewCopyRaised() {
    foliot.inTransaction(() -> foliot.entities.merge(Order.placed("o")));

    assertThat(foliot.events("order", "o")).containsExactly(new OrderPlaced("o"));
  }

  @Test
  void mergesAndGoesOn() {
    place("o");
    Order detached = orders.get("o");
    detached.touch("detached");

    foliot.inTransaction(
        () -> {
          foliot.entities.merge(detached).touch("managed");
          foliot.entities.flush();
          orders.get("o").touch("again");
        });

    assertThat(foliot.events("order", "o")).hasSize(4);
  }

  @Test
  void refusesAMergeOfTwoCopiesThatBothRaised() {
    place("o");
    Order detached = orders.get("o");
    detached.touch("detached");

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      orders.get("o").touch("managed");
                      orders.save(detached);
                    }))
        .hasMessageContaining("Two copies of stream order-o both raised events");

    assertThat(foliot.events("order", "o")).hasSize(1);
  }

  // ---- R3: children

  @Test
  void anEventWithANewChildAdvancesTheVersion() {
    place("o");
    long before = version();

    foliot.inTransaction(
        () -> {
          orders.get("o").add("item");
          orders.get("o").touch("item added");
        });

    assertThat(version()).isGreaterThan(before);
    foliot.inTransaction(() -> assertThat(orders.get("o").items()).hasSize(1));
  }

  private long version() {
    return foliot.jdbc.queryForObject("select version from orders", Long.class);
  }

  // ---- deletes

  @Test
  void storesTheLastEventsOfADeletedAggregate() {
    place("o");

    foliot.inTransaction(
        () -> {
          Order order = orders.get("o");
          foliot.entities.remove(order);
          order.touch("after the removal");
        });

    assertThat(orders.find("o")).isEmpty();
    assertThat(foliot.events("order", "o")).hasSize(2);
  }

  @Test
  void refusesToReuseTheIdOfADeletedAggregate() {
    place("o");
    foliot.inTransaction(() -> foliot.entities.remove(orders.get("o")));

    assertThatThrownBy(() -> place("o"))
        .isInstanceOf(AggregateIdReusedException.class)
        .hasMessageStartingWith(
            "Stream order-o already has events of an aggregate that was deleted")
        .hasNoCause(); // a conflict as its cause would have it retried

    assertThat(orders.find("o")).isEmpty();
  }

  // ---- R5: two writers

  @Test
  void onlyOneOfTwoWritersCommits() {
    place("o");

    var conflict =
        catchThrowableOfType(
            ConcurrentAggregateChangeException.class,
            () ->
                foliot.inTransaction(
                    () -> {
                      orders.get("o").touch("loser");
                      orders.get("o").touch("loser again");
                      foliot.inNewTransaction(() -> orders.get("o").touch("winner"));
                    }));

    assertThat(conflict)
        .hasMessage(
            "Stream order-o is at another version (which one is not known), expected 1: another transaction changed it. Load it again and retry.");
    assertThat(conflict.expectedVersion()).isEqualTo(1);
    assertThat(foliot.events("order", "o"))
        .containsExactly(new OrderPlaced("o"), new OrderTouched("o", "winner"));
  }

  @Test
  void namesTheAggregateOfAConflictInTheApplicationsFlush() {
    place("o");

    assertThatThrownBy(
            () ->
                foliot.transactions.inNew(
                    () -> {
                      orders.get("o").touch("loser");
                      foliot.inNewTransaction(() -> orders.get("o").touch("winner"));
                      foliot.entities.flush();
                      return "unreachable";
                    }))
        .isInstanceOf(ConcurrentAggregateChangeException.class)
        .hasMessageContaining("Stream order-o")
        .hasMessageContaining("expected 1");
  }

  @Test
  void namesTheAggregateOfAStaleMerge() {
    place("o");
    Order stale = orders.get("o");
    touch("o", "winner");
    stale.touch("loser");

    assertThatThrownBy(() -> orders.save(stale))
        .isInstanceOf(ConcurrentAggregateChangeException.class)
        .hasMessageContaining("Stream order-o");

    assertThat(foliot.events("order", "o")).hasSize(2);
  }

  @Test
  void aFieldChangeAloneConflictsToo() {
    place("o");

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      orders.get("o").annotate("loser");
                      foliot.inNewTransaction(() -> orders.get("o").annotate("winner"));
                    }))
        .isInstanceOf(ConcurrentAggregateChangeException.class);

    assertThat(orders.get("o").note()).isEqualTo("winner");
  }

  // ---- creating what exists

  private static final String EXISTS =
      "There already is a order with the id o, so a new one cannot be created. Load the existing one with get(id), or give the new one an id of its own.";

  /** Not a conflict to retry: a plain creation would fail again. */
  @Test
  void secondRowOfOneIdIsRefusedByThePrimaryKey() {
    place("o");

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      orders.save(Order.placed("before"));
                      orders.save(Order.placed("o"));
                      orders.save(Order.placed("later"));
                    }))
        .isInstanceOf(AggregateExistsException.class)
        .hasMessage(EXISTS);

    assertThat(foliot.events("order", "o")).hasSize(1);
    assertThat(orders.find("before")).isEmpty();
  }

  @Test
  void namesTheExistingOneInTheApplicationsFlush() {
    place("o");

    assertThatThrownBy(
            () ->
                foliot.transactions.inNew(
                    () -> {
                      orders.save(Order.placed("o"));
                      foliot.entities.flush();
                      return "unreachable";
                    }))
        .isInstanceOf(AggregateExistsException.class)
        .hasMessage(EXISTS);
  }

  @Test
  void createsWhatDoesNotExist() {
    orders.create(Order.placed("o"));

    assertThatThrownBy(() -> foliot.inTransaction(() -> orders.create(Order.placed("o"))))
        .isInstanceOf(AggregateExistsException.class)
        .hasMessage(EXISTS);
    foliot.inTransaction(
        () ->
            assertThatThrownBy(() -> orders.create(orders.get("o")))
                .isInstanceOf(AggregateExistsException.class));
    assertThat(foliot.events("order", "o")).hasSize(1);
  }

  @Test
  void leavesOtherConstraintsToTheApplication() {
    foliot.inTransaction(
        () -> {
          Order order = Order.placed("o");
          order.add("item");
          orders.save(order);
        });

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      Order other = Order.placed("item");
                      other.add("item");
                      orders.save(other);
                    }))
        .isInstanceOf(DataIntegrityViolationException.class);
  }

  // ---- invariants

  @Test
  void checksInvariantsBeforeTheCommit() {
    place("o");

    assertThatThrownBy(() -> foliot.inTransaction(() -> orders.get("o").annotate("forbidden")))
        .isInstanceOf(InvariantViolationException.class)
        .hasMessage("Order o cannot be stored: notForbidden must hold.");

    assertThat(orders.get("o").note()).isEmpty();
  }

  // R3, for rows: also if the caller catches the refusal, mends the state and goes on
  @Test
  void refusedChangeLeavesNothingBehind() {
    place("o");

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      Order order = orders.get("o");
                      order.annotate("forbidden");
                      assertThatThrownBy(() -> order.touch("x"))
                          .isInstanceOf(InvariantViolationException.class);
                      order.annotate("mended");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "dev.foliot.testsupport.shop.Order o cannot be used or stored any more: a refused change could not be undone. Let the transaction roll back, and load the aggregate again in another transaction.");

    assertThat(orders.get("o").note()).isEmpty();
    assertThat(foliot.events("order", "o")).hasSize(1);
  }

  // ---- the repository

  @Test
  void findsAndSavesOutsideOfATransaction() {
    orders.save(Order.placed("o"));

    assertThat(orders.get("o").status()).isEqualTo("placed");
    assertThat(orders.find("other")).isEmpty();
    assertThatThrownBy(() -> orders.get("other")).isInstanceOf(AggregateNotFoundException.class);
  }
}
