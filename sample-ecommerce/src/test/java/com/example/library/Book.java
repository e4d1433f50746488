package com.example.library;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;

@Aggregate
public class Book extends EventSourcedAggregate {
  private String isbn = "";
  private boolean lent;

  static Book add(String isbn, String title) {
    Book book = new Book();
    book.raise(new BookAdded(isbn, title));
    return book;
  }

  void lend(String reader) {
    if (lent) {
      throw new IllegalStateException(isbn + " is lent already");
    }
    raise(new BookLent(isbn, reader));
  }

  void takeBack() {
    if (lent) {
      raise(new BookReturned(isbn));
    }
  }

  @Apply
  void on(BookAdded event) {
    isbn = event.isbn();
  }

  @Apply
  void on(BookLent event) {
    lent = true;
  }

  @Apply
  void on(BookReturned event) {
    lent = false;
  }

  @Override
  public String id() {
    return isbn;
  }
}
