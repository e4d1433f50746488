package dev.foliot.test.documents;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.DomainEvent;
import dev.foliot.handler.Handle;
import dev.foliot.handler.On;
import dev.foliot.projection.DocumentId;
import dev.foliot.projection.DocumentProjection;
import dev.foliot.projection.Indexed;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import java.util.List;
import java.util.stream.Stream;

/** Books that readers borrow, and a card for each reader. */
final class Library {
  private Library() {}

  @Command
  record Lend(String book, String reader) {}

  @DomainEvent
  record Lent(String book, String reader) {}

  @Aggregate
  static class Book extends EventSourcedAggregate {
    private String id = "";

    @Override
    public String id() {
      return id;
    }

    void lend(String book, String reader) {
      raise(new Lent(book, reader));
    }

    @Apply
    void on(Lent event) {
      id = event.book();
    }
  }

  @CommandHandler
  static class Commands {
    private final AggregateRepository<Book> books;

    Commands(AggregateRepository<Book> books) {
      this.books = books;
    }

    @Handle
    void lend(Lend command) {
      Book book = books.find(command.book()).orElseGet(Book::new);
      book.lend(command.book(), command.reader());
      books.save(book);
    }
  }

  @Projection
  record ReaderCard(@DocumentId String reader, @Indexed int loans, List<String> books) {
    ReaderCard lent(String book) {
      return new ReaderCard(
          reader, loans + 1, Stream.concat(books.stream(), Stream.of(book)).toList());
    }
  }

  @Projector(value = ReaderCard.class, sequencedBy = "reader")
  static class ReaderCardProjector {
    private final DocumentProjection<ReaderCard> cards;

    ReaderCardProjector(DocumentProjection<ReaderCard> cards) {
      this.cards = cards;
    }

    @On
    void lent(Lent event) {
      cards.upsert(
          event.reader(),
          () -> new ReaderCard(event.reader(), 0, List.of()),
          card -> card.lent(event.book()));
      if (event.book().startsWith("missing")) {
        throw new IllegalStateException(event.book() + " is not on its shelf.");
      }
    }
  }
}
