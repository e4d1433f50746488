package com.example.library;

import dev.foliot.test.AggregateScenario;
import org.junit.jupiter.api.Test;

class BookTests {
  @Test
  void lendsBook() {
    AggregateScenario.of(Book.class)
        .given(new BookAdded("isbn-1", "Dune"))
        .when(book -> book.lend("ann"))
        .thenRaised(new BookLent("isbn-1", "ann"));
  }

  @Test
  void refusesSecondReader() {
    AggregateScenario.of(Book.class)
        .given(new BookAdded("isbn-1", "Dune"), new BookLent("isbn-1", "ann"))
        .when(book -> book.lend("bob"))
        .thenRejected(IllegalStateException.class)
        .andNothingRaised();
  }
}
