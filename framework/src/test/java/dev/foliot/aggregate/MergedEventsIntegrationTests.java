package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Ledger;
import dev.foliot.testsupport.shop.Order;
import dev.foliot.testsupport.shop.Parcel;
import dev.foliot.testsupport.shop.Receipt;
import dev.foliot.testsupport.shop.Shop.OrderPlaced;
import dev.foliot.testsupport.shop.Shop.OrderTouched;
import dev.foliot.testsupport.shop.Shop.TicketOpened;
import jakarta.persistence.EntityManager;
import org.hibernate.Hibernate;
import org.junit.jupiter.api.Test;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** R4: a merge that rolls back, and a detached aggregate that is merged once more. */
class MergedEventsIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jpa();
  private final AggregateRepository<Order> orders = foliot.repositories.of(Order.class);

  private Order touched() {
    orders.save(Order.placed("o"));
    Order detached = orders.get("o");
    detached.touch("detached");
    return detached;
  }

  private void rollBackAfter(Runnable work) {
    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      work.run();
                      throw new IllegalStateException("the transaction fails");
                    }))
        .hasMessage("the transaction fails");
  }

  private void assertStored(Object... events) {
    assertThat(foliot.events("order", "o")).containsExactly(events);
    assertThat(foliot.jdbc.queryForObject("select event_count from orders", Integer.class))
        .isEqualTo(events.length);
    foliot.inTransaction(() -> orders.get("o").touch("afterwards"));
    assertThat(foliot.events("order", "o")).hasSize(events.length + 1);
  }

  @Test
  void storesTheEventsOfASecondMergeOnce() {
    Order detached = touched();
    rollBackAfter(() -> orders.save(detached));
    assertThat(detached.pendingEvents()).containsExactly(new OrderTouched("o", "detached"));

    orders.save(detached);

    assertStored(new OrderPlaced("o"), new OrderTouched("o", "detached"));
    assertThat(detached.pendingEvents()).isEmpty();
  }

  @Test
  void storesTheEventsOfASecondMergeAfterAFlush() {
    Order detached = touched();
    rollBackAfter(
        () -> {
          foliot.entities.merge(detached).touch("managed");
          foliot.entities.flush();
        });

    orders.save(detached);

    assertStored(new OrderPlaced("o"), new OrderTouched("o", "detached"));
  }

  @Test
  void storesTheEventsOfANewAggregateInASecondMerge() {
    Order created = Order.placed("o");
    rollBackAfter(
        () -> {
          foliot.entities.merge(created);
          foliot.entities.flush();
        });

    foliot.inTransaction(() -> foliot.entities.merge(created));

    assertStored(new OrderPlaced("o"));
  }

  @Test
  void storesTheEventsOfASecondCascade() {
    Parcel parcel = new Parcel("p", touched());
    rollBackAfter(
        () -> {
          foliot.entities.merge(parcel);
          foliot.entities.flush();
        });

    foliot.inTransaction(() -> foliot.entities.merge(parcel));

    assertStored(new OrderPlaced("o"), new OrderTouched("o", "detached"));
  }

  @Test
  void eventsReturnThroughEachCopy() {
    Order detached = touched();
    rollBackAfter(
        () -> {
          Order first = foliot.entities.merge(detached);
          foliot.entities.detach(first);
          foliot.entities.merge(first);
        });

    orders.save(detached);

    assertStored(new OrderPlaced("o"), new OrderTouched("o", "detached"));
  }

  @Test
  void eventsThatAnInnerTransactionStoredDoNotReturn() {
    Order detached = touched();
    rollBackAfter(
        () -> {
          Order copy = foliot.entities.merge(detached);
          foliot.entities.detach(copy);
          foliot.inNewTransaction(() -> orders.save(copy));
        });

    assertThat(detached.pendingEvents()).isEmpty();
    assertStored(new OrderPlaced("o"), new OrderTouched("o", "detached"));
  }

  @Test
  void outerTransactionSavesWhatAnInnerOneRolledBack() {
    orders.save(Order.placed("o"));

    foliot.inTransaction(
        () -> {
          Order detached = foliot.transactions.inNew(() -> orders.get("o"));
          detached.touch("detached");
          assertThatThrownBy(() -> foliot.inNewTransaction(() -> saveAndFail(detached)))
              .hasMessage("inner");
          orders.save(detached);
        });

    assertStored(new OrderPlaced("o"), new OrderTouched("o", "detached"));
  }

  @Test
  void outerTransactionNeedNotSaveWhatAnInnerOneRolledBack() {
    orders.save(Order.placed("o"));

    foliot.inTransaction(
        () -> {
          Order detached = foliot.transactions.inNew(() -> orders.get("o"));
          detached.touch("detached");
          assertThatThrownBy(() -> foliot.inNewTransaction(() -> saveAndFail(detached)))
              .hasMessage("inner");
        });

    assertStored(new OrderPlaced("o"));
  }

  private void saveAndFail(Order order) {
    orders.save(order);
    throw new IllegalStateException("inner");
  }

  // ---- a copy with a refused change

  // as for a managed aggregate: the merge copies what the refused change has left
  @Test
  void refusesToMergeWhatARefusedChangeLeft() {
    orders.save(Order.placed("o"));
    Order detached = orders.get("o");
    detached.annotate("forbidden");
    assertThatThrownBy(() -> detached.touch("refused"))
        .isInstanceOf(InvariantViolationException.class);
    detached.annotate("half done");

    assertThatThrownBy(() -> orders.save(detached))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "dev.foliot.testsupport.shop.Order o cannot be used or stored any more");

    assertThat(orders.get("o").note()).isEmpty();
    assertStored(new OrderPlaced("o"));
  }

  // ---- references that are not loaded

  private Parcel parcelWithAReference() {
    Order order = Order.placed("o");
    foliot.inTransaction(() -> foliot.entities.persist(new Parcel("p", order)));
    Parcel detached = foliot.transactions.inNew(() -> foliot.entities.find(Parcel.class, "p"));
    assertThat(Hibernate.isInitialized(detached.order())).isFalse();
    return detached;
  }

  @Test
  void mergesADetachedReferenceThatIsNotLoaded() {
    Parcel detached = parcelWithAReference();

    foliot.inTransaction(() -> foliot.entities.merge(detached));
    orders.save(detached.order());

    assertThat(Hibernate.isInitialized(detached.order())).isFalse();
    assertStored(new OrderPlaced("o"));
  }

  @Test
  void mergeLoadsNoReference() {
    parcelWithAReference();

    foliot.inTransaction(
        () -> {
          Parcel managed = foliot.entities.find(Parcel.class, "p");
          foliot.entities.merge(managed);
          assertThat(Hibernate.isInitialized(managed.order())).isFalse();
        });
  }

  // Hibernate inserts such a row before the events move to the managed copy
  @Test
  void mergesANewAggregateWhoseIdTheInsertMakes() {
    Receipt[] merged = {null};
    foliot.inTransaction(() -> merged[0] = foliot.entities.merge(new Receipt("half price")));

    assertThat(foliot.events("receipt", merged[0].id()))
        .containsExactly(new TicketOpened("half price"));
  }

  // The insert of a receipt lets Hibernate insert the ledgers before, while they are merged
  @Test
  void mergesNewAggregatesAboveAnIdThatTheInsertMakes() {
    Ledger part = new Ledger("part", 2).with(new Receipt("half price"));

    foliot.inTransaction(() -> foliot.entities.merge(new Ledger("whole", 1).with(part)));

    assertThat(foliot.events("ledger", "whole")).hasSize(1);
    assertThat(foliot.events("ledger", "part")).hasSize(2);
    assertThat(foliot.jdbc.queryForList("select event_count from ledger order by 1", Long.class))
        .containsExactly(1L, 2L);
    assertThat(foliot.log()).hasSize(4);
  }

  @Test
  void refusesANewOwnerWithoutItsEventsAboveAnIdThatTheInsertMakes() {
    Ledger lost = new Ledger("whole", 1);
    try (EntityManager other = foliot.factory.createEntityManager()) {
      other.merge(lost);
    }
    lost.with(new Ledger("part", 1).with(new Receipt("half price")));

    assertThatThrownBy(() -> foliot.inTransaction(() -> foliot.entities.merge(lost)))
        .hasMessageContaining("Ledger whole cannot be stored: its event count would rise from 0");

    assertThat(foliot.jdbc.queryForList("select name from ledger")).isEmpty();
  }

  @Test
  void storesANewAggregateAfterAMergeThatFailed() { // as with an open view
    Receipt stored = new Receipt("half price");
    foliot.inTransaction(() -> foliot.entities.persist(stored));
    foliot.inTransaction(() -> foliot.entities.remove(foliot.entities.merge(stored)));
    Receipt created = new Receipt("full price");

    try (EntityManager view = foliot.factory.createEntityManager()) {
      TransactionSynchronizationManager.bindResource(foliot.factory, new EntityManagerHolder(view));
      assertThatThrownBy(() -> foliot.inTransaction(() -> foliot.entities.merge(stored)))
          .hasMessageContaining("Row was already updated or deleted");
      foliot.inTransaction(() -> foliot.entities.persist(created));
    } finally {
      TransactionSynchronizationManager.unbindResource(foliot.factory);
    }

    assertThat(foliot.events("receipt", created.id()))
        .containsExactly(new TicketOpened("full price"));
  }

  @Test
  void refusesToMergeANewAggregateTwice() {
    Receipt created = new Receipt("half price");
    foliot.inTransaction(() -> foliot.entities.merge(created));

    assertThatThrownBy(() -> foliot.inTransaction(() -> foliot.entities.merge(created)))
        .hasMessageContaining("its event count would rise from 0 to 1");

    assertThat(foliot.jdbc.queryForObject("select count(*) from receipt", Long.class)).isOne();
  }

  @Test
  void refusesToInsertAnAggregateWhoseEventsAnotherCopyHad() {
    Receipt created = new Receipt("half price");
    try (EntityManager other = foliot.factory.createEntityManager()) {
      other.merge(created);
    }

    assertThatThrownBy(() -> foliot.inTransaction(() -> foliot.entities.persist(created)))
        .hasMessageContaining("its event count would rise from 0 to 1");
  }

  @Test
  void refusesToMergeANewAggregateWithoutAUnitOfWork() {
    try (EntityManager other = foliot.factory.createEntityManager()) {
      other.getTransaction().begin();

      assertThatThrownBy(() -> other.merge(new Receipt("half price")))
          .hasMessageContaining("has new events, but its row was written in another transaction");

      other.getTransaction().rollback();
    }
  }

  // ---- a copy without its events

  private void mergeOutsideOfATransaction(Order order) {
    EntityManager manager = foliot.factory.createEntityManager();
    try (manager) {
      manager.merge(order);
    }
  }

  @Test
  void refusesARowWhoseEventsAnotherCopyHad() {
    Order detached = touched();
    mergeOutsideOfATransaction(detached);

    assertThatThrownBy(() -> orders.save(detached))
        .hasMessage(
            "dev.foliot.testsupport.shop.Order o cannot be stored: its event count would rise from 1 to 2, but this copy has 0 of the new events. The others were lost with another copy, by a merge outside of a transaction or by serialization. Load the aggregate again and repeat the change.");

    assertStored(new OrderPlaced("o"));
  }

  @Test
  void refusesANewRowWhoseEventsAnotherCopyHad() {
    Order created = Order.placed("o");
    mergeOutsideOfATransaction(created);

    assertThatThrownBy(() -> orders.save(created))
        .hasMessageContaining("Order o cannot be stored: its event count would rise from 0 to 1");

    assertThat(orders.find("o")).isEmpty();
  }
}
