package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Order;
import dev.foliot.testsupport.shop.Parcel;
import dev.foliot.testsupport.shop.Shop.OrderPlaced;
import dev.foliot.testsupport.shop.Shop.OrderTouched;
import dev.foliot.unitofwork.UnsavedAggregateException;
import jakarta.persistence.FlushModeType;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * R3, whatever the application does with its persistence context between an event and the commit:
 * row and event are stored together, or the commit is refused and nothing is; and the aggregate can
 * be changed afterwards.
 */
class RowAndEventIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jpa();
  private final AggregateRepository<Order> orders = foliot.repositories.of(Order.class);

  /** Something that an application does in its transaction. */
  private record Step(String name, Consumer<Order> action) {}

  /** What lets Hibernate write changes, or only look for them. */
  private final List<Step> before =
      List.of(
          new Step("nothing", order -> {}),
          new Step("flush", order -> foliot.entities.flush()),
          new Step("query of its table", order -> query("select count(o) from Order o")),
          new Step("query of another table", order -> query("select count(p) from Parcel p")),
          new Step(
              "native query",
              order ->
                  foliot
                      .entities
                      .createNativeQuery("select count(*) from parcel")
                      .getSingleResult()),
          new Step(
              "bulk update of another table",
              order -> update("update Parcel p set p.parcelId = 'q'")),
          new Step("a new entity", order -> foliot.entities.persist(new Parcel("p", null))));

  /** What Hibernate may throw away unwritten changes with. */
  private final List<Step> then =
      List.of(
          new Step("nothing", order -> {}),
          new Step("clear", order -> foliot.entities.clear()),
          new Step("detach", order -> foliot.entities.detach(order)),
          new Step("evict", order -> session().evict(order)),
          new Step("evict from the cache", order -> foliot.factory.getCache().evictAll()),
          new Step("refresh", order -> foliot.entities.refresh(order)),
          new Step("read-only", order -> session().setReadOnly(order, true)),
          new Step(
              "bulk update that clears",
              order -> {
                update("update Parcel p set p.parcelId = 'q'");
                foliot.entities.clear();
              }),
          new Step(
              "bulk update of its row", order -> update("update Order o set o.status = 'bulk'")),
          new Step(
              "native update of its row",
              order ->
                  foliot
                      .entities
                      .createNativeQuery("update orders set status = 'native'")
                      .executeUpdate()),
          new Step(
              "merge after clear",
              order -> {
                foliot.entities.clear();
                foliot.entities.merge(order);
              }),
          new Step(
              "merge after detach, then clear",
              order -> {
                foliot.entities.detach(order);
                foliot.entities.merge(order);
                foliot.entities.clear();
              }),
          new Step("merge of an older copy", order -> foliot.entities.merge(olderCopy())),
          new Step("stateless update", this::updateStateless),
          new Step("removal", order -> foliot.entities.remove(order)),
          new Step(
              "removal and clear",
              order -> {
                foliot.entities.remove(order);
                foliot.entities.clear();
              }),
          new Step(
              "no flush at the commit",
              order -> foliot.entities.setFlushMode(FlushModeType.COMMIT)));

  /** What the application goes on with. */
  private final List<Step> atLast =
      List.of(
          new Step("nothing", order -> {}),
          new Step("the same raises again", order -> order.touch("again")),
          new Step(
              "another instance raises",
              order -> orders.find("o").ifPresent(found -> found.touch("other"))),
          new Step("another flush", order -> foliot.entities.flush()));

  private Order copy;

  @TestFactory
  Stream<DynamicTest> storesRowAndEventTogetherOrRefuses() {
    return before.stream()
        .flatMap(
            first ->
                then.stream()
                    .flatMap(second -> atLast.stream().map(third -> List.of(first, second, third))))
        .map(steps -> DynamicTest.dynamicTest(names(steps), () -> tryOut(steps)));
  }

  private static String names(List<Step> steps) {
    return steps.stream().map(Step::name).collect(Collectors.joining(", "));
  }

  private void tryOut(List<Step> steps) {
    TestFoliot.jpa();
    foliot.inTransaction(() -> orders.save(Order.placed("o")));
    copy = orders.get("o");

    Order[] changed = new Order[1];
    boolean committed =
        commits(
            () -> {
              Order order = orders.get("o");
              changed[0] = order;
              order.annotate("changed");
              order.touch("first");
              steps.forEach(step -> step.action().accept(order));
            });

    assertThat(eventCount()).isIn((long) foliot.events("order", "o").size(), null);
    if (committed) {
      assertThat(foliot.events("order", "o"))
          .startsWith(new OrderPlaced("o"), new OrderTouched("o", "first"));
    } else {
      assertThat(foliot.events("order", "o")).containsExactly(new OrderPlaced("o"));
      assertThat(orders.get("o").note()).isEmpty();
      commits(() -> orders.save(changed[0])); // or refuses
      assertThat(eventCount()).isEqualTo(foliot.events("order", "o").size());
    }
    if (eventCount() != null) {
      foliot.inTransaction(() -> orders.get("o").touch("afterwards"));
      assertThat(eventCount()).isEqualTo(foliot.events("order", "o").size());
    }
  }

  private boolean commits(Runnable work) {
    try {
      foliot.inTransaction(work);
      return true;
    } catch (RuntimeException refused) {
      return false;
    }
  }

  private Long eventCount() {
    return foliot.jdbc.queryForList("select event_count from orders", Long.class).stream()
        .findFirst()
        .orElse(null);
  }

  private Order olderCopy() {
    copy.annotate("older");
    return copy;
  }

  private void query(String text) {
    foliot.entities.createQuery(text, Long.class).getSingleResult();
  }

  private void update(String text) {
    foliot.entities.createQuery(text).executeUpdate();
  }

  private Session session() {
    return foliot.entities.unwrap(Session.class);
  }

  private void updateStateless(Order order) {
    var connection = DataSourceUtils.getConnection(foliot.dataSource);
    foliot.entities.detach(order);
    try (var stateless =
        foliot.factory.unwrap(SessionFactory.class).openStatelessSession(connection)) {
      stateless.update(order);
    }
  }

  @Test
  void storesWhatWasFlushedBeforeAClear() {
    foliot.inTransaction(() -> orders.save(Order.placed("o")));

    foliot.inTransaction(
        () -> {
          orders.get("o").touch("flushed");
          foliot.entities.flush();
          foliot.entities.clear();
          orders.get("o").touch("loaded again");
        });

    assertThat(foliot.events("order", "o")).hasSize(3);
    assertThat(eventCount()).isEqualTo(3);
  }

  @Test
  void namesTheAggregateWhoseRowWasClearedAfterAQuery() {
    foliot.inTransaction(() -> orders.save(Order.placed("o")));

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      orders.get("o").touch("lost");
                      query("select count(p) from Parcel p");
                      foliot.entities.clear();
                    }))
        .isInstanceOf(UnsavedAggregateException.class)
        .hasMessageStartingWith(
            "The transaction does not store all events that were raised in it: Order o raised OrderTouched.")
        .hasMessageContaining("flushAutomatically = true");
  }

  @Test
  void refusesToRaiseAfterARefreshThatTookTheStateBack() {
    foliot.inTransaction(() -> orders.save(Order.placed("o")));

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      Order order = orders.get("o");
                      order.touch("lost");
                      foliot.entities.refresh(order);
                      order.touch("next");
                    }))
        .hasMessageStartingWith("Order o raised OrderTouched cannot raise OrderTouched");
  }

  @Test
  void refusesARowThatAnotherTransactionWrote() {
    foliot.inTransaction(() -> orders.save(Order.placed("o")));

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      var manager = foliot.factory.createEntityManager();
                      try (manager) {
                        manager.getTransaction().begin();
                        manager.find(Order.class, "o").touch("elsewhere");
                        manager.getTransaction().commit();
                      }
                    }))
        .hasStackTraceContaining("its row was written in another transaction");

    assertThat(foliot.events("order", "o")).hasSize(1);
    assertThat(eventCount()).isEqualTo(1);
  }
}
