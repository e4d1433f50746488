package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.Deposited;
import dev.foliot.testsupport.shop.Shop.TagsSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two loads of an aggregate have nothing in common that one of them could change. */
class SharedPartsIntegrationTests {
  /** Takes the list of an event as its own, which is as good as a copy when it is read as JSON. */
  @Aggregate(category = "tagged")
  static class Tagged extends EventSourcedAggregate {
    private @Nullable String taggedId;
    private List<String> tags = new ArrayList<>();
    private final Book book = new Book();
    private int sum;

    /** A part that knows its whole, made by the constructor. */
    final class Book {
      void add(int amount) {
        sum += amount;
      }
    }

    @Override
    public @Nullable String id() {
      return taggedId;
    }

    void open(String id, String... first) {
      raise(new AccountOpened(id));
      raise(new TagsSet(id, new ArrayList<>(List.of(first))));
    }

    void deposit(int amount) {
      raise(new Deposited(taggedId, amount));
    }

    @Apply
    void on(AccountOpened event) {
      taggedId = event.accountId();
    }

    @Apply
    void on(TagsSet event) {
      tags = event.tags();
    }

    @Apply
    void on(Deposited event) {
      tags.add("paid " + event.amount());
      book.add(event.amount());
    }

    @Invariant
    boolean notTooMuch() {
      return sum <= 100;
    }
  }

  private final TestFoliot foliot = TestFoliot.jdbc();
  private final AggregateRepository<Tagged> repository = foliot.repositories.of(Tagged.class);

  private void open() {
    Tagged tagged = new Tagged();
    tagged.open("t", "new");
    repository.save(tagged);
  }

  @Test
  void loadsShareNoPartOfAnEvent() {
    open();
    foliot.inTransaction(() -> repository.get("t").deposit(1));
    foliot.inTransaction(() -> repository.get("t").deposit(2));

    assertThat(repository.get("t").tags).containsExactly("new", "paid 1", "paid 2");
    assertThat(repository.get("t").tags).containsExactly("new", "paid 1", "paid 2");
  }

  @Test
  void refusedChangeLeavesNoTraceInParts() { // R3
    open();

    foliot.inTransaction(
        () -> {
          Tagged tagged = repository.get("t");
          tagged.deposit(1);
          assertThatThrownBy(() -> tagged.deposit(1_000))
              .isInstanceOf(InvariantViolationException.class);
          assertThat(tagged.tags).containsExactly("new", "paid 1");
          assertThat(tagged.sum).isEqualTo(1);
          tagged.deposit(2);
          assertThat(tagged.sum).isEqualTo(3);
        });

    assertThat(repository.get("t").tags).containsExactly("new", "paid 1", "paid 2");
  }
}
