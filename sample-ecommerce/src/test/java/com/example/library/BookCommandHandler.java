package com.example.library;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;

@CommandHandler
class BookCommandHandler {
  private final AggregateRepository<Book> books;

  BookCommandHandler(AggregateRepository<Book> books) {
    this.books = books;
  }

  @Handle
  void add(AddBook command) {
    books.create(Book.add(command.isbn(), command.title()));
  }

  @Handle
  void lend(LendBook command) {
    books.get(command.isbn()).lend(command.reader());
  }

  @Handle
  void takeBack(ReturnBook command) {
    books.get(command.isbn()).takeBack();
  }
}
