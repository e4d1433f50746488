package dev.foliot.test.forms;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.DomainEvent;
import dev.foliot.handler.Handle;
import java.util.List;

/** The messages of a diary; one command raises many events. */
final class Diary {
  private Diary() {}

  @Command
  record Write(String diary, List<String> lines) {}

  interface Entry {
    String diary();
  }

  @DomainEvent(publish = "readers")
  record Written(String diary, String line) implements Entry {}

  @DomainEvent
  record Closed(String diary) implements Entry {}

  @Aggregate
  static class Book extends EventSourcedAggregate {
    private String id = "";

    static Book of(Write command) {
      Book book = new Book();
      command.lines().forEach(line -> book.raise(new Written(command.diary(), line)));
      book.raise(new Closed(command.diary()));
      return book;
    }

    @Override
    public String id() {
      return id;
    }

    @Apply
    void on(Written event) {
      id = event.diary();
    }

    @Apply
    void on(Closed event) {
      // A closed diary can be read.
    }
  }

  @CommandHandler
  static class Writer {
    private final AggregateRepository<Book> books;

    Writer(AggregateRepository<Book> books) {
      this.books = books;
    }

    @Handle
    void write(Write command) {
      books.save(Book.of(command));
    }
  }
}
