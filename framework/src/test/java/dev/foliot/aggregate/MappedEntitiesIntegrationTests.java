package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.eventstore.AggregateClosedException;
import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Document;
import dev.foliot.testsupport.shop.Document.Invoice;
import dev.foliot.testsupport.shop.Fleet;
import dev.foliot.testsupport.shop.Seat;
import dev.foliot.testsupport.shop.Shaped;
import dev.foliot.testsupport.shop.Shop.TicketOpened;
import dev.foliot.testsupport.shop.Stay;
import dev.foliot.testsupport.shop.Tool;
import dev.foliot.testsupport.shop.Tool.Drill;
import dev.foliot.testsupport.shop.Vehicle;
import dev.foliot.testsupport.shop.Vehicle.Car;
import dev.foliot.unitofwork.UnsavedAggregateException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** R3 and R5 for each way to map an aggregate: inheritance, keys of several parts, cascades. */
class MappedEntitiesIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jpa();

  /**
   * One way to map an aggregate.
   *
   * @param root the class that has the category
   * @param key what JPA finds it by
   */
  private record Mapping(
      String name,
      Class<? extends Shaped> root,
      String category,
      Object key,
      Supplier<Shaped> created) {}

  private final List<Mapping> mappings =
      List.of(
          new Mapping("single table", Vehicle.class, "vehicle", "x", () -> new Car("x")),
          new Mapping("joined, root", Document.class, "document", "x", () -> new Document("x")),
          new Mapping("joined, below", Document.class, "document", "x", () -> new Invoice("x")),
          new Mapping("table per class", Tool.class, "tool", "x", () -> new Drill("x")),
          new Mapping(
              "embedded id", Seat.class, "seat", new Seat.Place("x", 1), () -> new Seat("x", 1)),
          new Mapping(
              "id class", Stay.class, "stay", new Stay.Key("x", 1), () -> new Stay("x", 1)));

  private Stream<DynamicTest> each(Consumer<Mapping> test) {
    return mappings.stream()
        .map(
            mapping ->
                DynamicTest.dynamicTest(
                    mapping.name(),
                    () -> {
                      TestFoliot.jpa();
                      test.accept(mapping);
                    }));
  }

  private void create(Mapping mapping) {
    foliot.inTransaction(
        () -> {
          Shaped created = mapping.created().get();
          created.change("first", "created");
          foliot.entities.persist(created);
        });
  }

  private Shaped find(Mapping mapping) {
    return foliot.entities.find(mapping.root(), mapping.key());
  }

  private void assertStored(Mapping mapping, String text, String... titles) {
    String id = mapping.created().get().id();
    assertThat(foliot.events(mapping.category(), id))
        .containsExactlyElementsOf(Arrays.stream(titles).map(TicketOpened::new).toList());
    foliot.inTransaction(
        () -> {
          assertThat(find(mapping).text()).isEqualTo(text);
          StateStoredAggregate row = find(mapping);
          assertThat(row.eventCount()).isEqualTo(titles.length);
        });
  }

  @TestFactory
  Stream<DynamicTest> storesRowAndEvents() {
    return each(
        mapping -> {
          create(mapping);
          foliot.inTransaction(() -> find(mapping).raiseOnly("no field changed"));
          foliot.inTransaction(
              () -> {
                find(mapping).change("second", "one");
                foliot.entities.flush();
                find(mapping).change("third", "two");
              });
          foliot.inTransaction(() -> find(mapping).set("fourth"));

          assertStored(mapping, "fourth", "created", "no field changed", "one", "two");
        });
  }

  @TestFactory
  Stream<DynamicTest> storesWhatADetachedOneRaised() {
    return each(
        mapping -> {
          create(mapping);
          Shaped detached = find(mapping);
          detached.change("second", "detached");
          foliot.inTransaction(() -> foliot.entities.merge(detached));

          assertStored(mapping, "second", "created", "detached");
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesAnEventWhoseRowWasCleared() {
    return each(
        mapping -> {
          create(mapping);

          assertThatThrownBy(
                  () ->
                      foliot.inTransaction(
                          () -> {
                            find(mapping).change("lost", "lost");
                            foliot.entities.clear();
                          }))
              .isInstanceOf(UnsavedAggregateException.class);

          assertStored(mapping, "first", "created");
        });
  }

  @TestFactory
  Stream<DynamicTest> onlyOneOfTwoWritersCommits() {
    return each(
        mapping -> {
          create(mapping);

          assertThatThrownBy(
                  () ->
                      foliot.inTransaction(
                          () -> {
                            find(mapping).raiseOnly("loser");
                            foliot.inNewTransaction(() -> find(mapping).raiseOnly("winner"));
                          }))
              .isInstanceOf(ConcurrentAggregateChangeException.class)
              .hasMessageContaining("Stream " + mapping.category() + "-");

          assertStored(mapping, "first", "created", "winner");
        });
  }

  @TestFactory
  Stream<DynamicTest> namesTheExistingOneOfASecondRow() {
    return each(
        mapping -> {
          create(mapping);

          assertThatThrownBy(() -> create(mapping)).isInstanceOf(AggregateExistsException.class);

          assertStored(mapping, "first", "created");
        });
  }

  @TestFactory
  Stream<DynamicTest> createsWhatDoesNotExist() {
    return each(
        mapping -> {
          Shaped created = mapping.created().get();
          created.change("first", "created");
          repository(created).create(created);

          Shaped again = mapping.created().get();
          again.raiseOnly("again");
          assertThatThrownBy(() -> repository(again).create(again))
              .isInstanceOf(AggregateExistsException.class);
          assertStored(mapping, "first", "created");
        });
  }

  @SuppressWarnings("unchecked") // its own class
  private AggregateRepository<Shaped> repository(Shaped aggregate) {
    return (AggregateRepository<Shaped>) foliot.repositories.of(aggregate.getClass());
  }

  @TestFactory
  Stream<DynamicTest> keepsTheLastEventOfADeletedOne() {
    return each(
        mapping -> {
          create(mapping);
          foliot.inTransaction(
              () -> {
                find(mapping).raiseOnly("deleted");
                foliot.entities.remove(find(mapping));
              });

          assertThat(foliot.events(mapping.category(), mapping.created().get().id())).hasSize(2);
          assertThat(find(mapping)).isNull();
          assertThatThrownBy(() -> create(mapping)).isInstanceOf(AggregateIdReusedException.class);
        });
  }

  @TestFactory
  Stream<DynamicTest> closesWhatIsNamedByItsId() {
    return each(
        mapping -> {
          AggregateRepository<?> repository = foliot.repositories.of(mapping.root());
          String id = mapping.created().get().id();
          create(mapping);
          foliot.inTransaction(
              () -> {
                find(mapping).change("last", "closing");
                repository.close(id, "done");
              });

          assertThatThrownBy(() -> foliot.inTransaction(() -> find(mapping).raiseOnly("too late")))
              .isInstanceOf(AggregateClosedException.class);
          assertThatThrownBy(() -> repository.close(id, "again"))
              .isInstanceOf(AggregateClosedException.class);
          assertThatThrownBy(() -> repository.close("none", "why not"))
              .isInstanceOf(AggregateNotFoundException.class);
          assertStored(mapping, "last", "created", "closing");
        });
  }

  @Test
  void repositoryOfTheRootFindsEachSubclass() {
    create(mappings.get(0));
    create(mappings.get(2));

    assertThat(foliot.repositories.of(Vehicle.class).get("x")).isInstanceOf(Car.class);
    assertThat(foliot.repositories.of(Document.class).get("x")).isInstanceOf(Invoice.class);
    assertThat(foliot.repositories.of(Invoice.class).get("x").text()).isEqualTo("first");
  }

  @Test
  void repositoryHasNoTextForAKeyOfSeveralParts() {
    for (Class<? extends Shaped> type : List.of(Seat.class, Stay.class)) {
      assertThatThrownBy(() -> foliot.repositories.of(type).get("x/1"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'x/1' is not an id of " + type.getName())
          .hasMessageContaining("use a Spring Data repository for ids without a text form");
    }
  }

  // ---- aggregates that others own

  private void createFleet() {
    foliot.inTransaction(() -> foliot.entities.persist(new Fleet("f", car("a"), car("b"))));
  }

  private static Car car(String id) {
    Car car = new Car(id);
    car.change(id, "created");
    return car;
  }

  private Fleet fleet() {
    return foliot.entities.find(Fleet.class, "f");
  }

  @Test
  void storesEventsOfWhatACascadePersists() {
    createFleet();
    foliot.inTransaction(() -> fleet().cars().add(car("c")));

    for (String id : List.of("a", "b", "c")) {
      assertThat(foliot.events("vehicle", id)).containsExactly(new TicketOpened("created"));
    }
  }

  @Test
  void storesEventsOfWhatACascadeMerges() {
    createFleet();
    Fleet[] detached = new Fleet[1];
    foliot.inTransaction(
        () -> {
          detached[0] = fleet();
          assertThat(detached[0].cars()).hasSize(2); // loads them
        });
    detached[0].cars().get(0).change("new", "detached");
    detached[0].cars().add(car("c"));

    foliot.inTransaction(() -> foliot.entities.merge(detached[0]));

    assertThat(foliot.events("vehicle", detached[0].cars().get(0).id()))
        .containsExactly(new TicketOpened("created"), new TicketOpened("detached"));
    assertThat(foliot.events("vehicle", "c")).containsExactly(new TicketOpened("created"));
  }

  @Test
  void keepsTheLastEventOfAnOrphan() {
    createFleet();
    foliot.inTransaction(
        () -> {
          Car orphan = fleet().cars().get(0);
          orphan.raiseOnly("sold");
          fleet().cars().remove(orphan);
        });

    foliot.inTransaction(() -> assertThat(fleet().cars()).hasSize(1));
    assertThat(foliot.log()).hasSize(3);
  }

  @Test
  void keepsTheLastEventOfAnOrphanThatRaisesWhenItIsOneAlready() {
    createFleet();
    foliot.inTransaction(
        () -> {
          Car orphan = fleet().cars().remove(0);
          orphan.raiseOnly("sold");
        });

    foliot.inTransaction(() -> assertThat(fleet().cars()).hasSize(1));
    assertThat(foliot.log()).hasSize(3);
  }

  @Test
  void keepsTheLastEventsOfWhatACascadeRemoves() {
    createFleet();
    foliot.inTransaction(
        () -> {
          fleet().cars().forEach(car -> car.raiseOnly("scrapped"));
          foliot.entities.remove(fleet());
        });

    assertThat(foliot.log()).hasSize(4);
    assertThat(foliot.entities.find(Car.class, "a")).isNull();
  }
}
