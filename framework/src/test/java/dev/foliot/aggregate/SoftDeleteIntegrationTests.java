package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Contract;
import dev.foliot.testsupport.shop.Coupon;
import dev.foliot.testsupport.shop.Shaped;
import dev.foliot.unitofwork.UnsavedAggregateException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** R3: a deleted aggregate whose row stays has as many events as its row counts. */
class SoftDeleteIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jpa();

  private record Kind(String category, Function<String, Shaped> created) {
    Class<? extends Shaped> type() {
      return created.apply("x").getClass();
    }
  }

  private Stream<DynamicTest> each(Consumer<Kind> test) {
    return Stream.of(new Kind("coupon", Coupon::new), new Kind("contract", Contract::new))
        .map(
            kind ->
                DynamicTest.dynamicTest(
                    kind.category(),
                    () -> {
                      TestFoliot.jpa();
                      foliot.inTransaction(
                          () -> {
                            Shaped created = kind.created().apply("x");
                            created.change("first", "created");
                            foliot.entities.persist(created);
                          });
                      test.accept(kind);
                    }));
  }

  private Shaped find(Kind kind) {
    return foliot.entities.find(kind.type(), "x");
  }

  private void assertStored(Kind kind, int events) {
    assertThat(foliot.events(kind.category(), "x")).hasSize(events);
    assertThat(
            foliot.jdbc.queryForObject("select event_count from " + kind.category(), Integer.class))
        .isEqualTo(events);
  }

  @TestFactory
  Stream<DynamicTest> storesTheLastEventThatWasFlushed() {
    return each(
        kind -> {
          foliot.inTransaction(
              () -> {
                Shaped found = find(kind);
                found.raiseOnly("deleted");
                foliot.entities.flush();
                foliot.entities.remove(found);
              });

          assertStored(kind, 2);
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesALastEventThatTheRowDoesNotCount() {
    return each(
        kind -> {
          assertThatThrownBy(
                  () ->
                      foliot.inTransaction(
                          () -> {
                            find(kind).raiseOnly("deleted");
                            foliot.entities.remove(find(kind));
                          }))
              .hasMessage(
                  "%s x raised TicketOpened, but its soft delete keeps the row as it was, without these events. Flush between the last event and the delete, such as by saveAndFlush."
                      .formatted(kind.type().getSimpleName()));

          assertStored(kind, 1);
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesAnEventAfterTheDelete() {
    return each(
        kind -> {
          assertThatThrownBy(
                  () ->
                      foliot.inTransaction(
                          () -> {
                            Shaped found = find(kind);
                            foliot.entities.remove(found);
                            foliot.entities.flush();
                            found.raiseOnly("too late");
                          }))
              .isInstanceOf(UnsavedAggregateException.class);

          assertStored(kind, 1);
        });
  }

  @Test
  void restoredRowGoesOn() {
    foliot.inTransaction(() -> foliot.entities.persist(new Coupon("x")));
    foliot.inTransaction(() -> foliot.entities.remove(foliot.entities.find(Coupon.class, "x")));

    foliot.inTransaction(() -> foliot.entities.find(Coupon.class, "x").change("again", "restored"));

    assertStored(new Kind("coupon", Coupon::new), 1);
  }
}
