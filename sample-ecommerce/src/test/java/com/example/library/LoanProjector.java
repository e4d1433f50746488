package com.example.library;

import dev.foliot.handler.On;
import dev.foliot.projection.Projector;

@Projector(Loan.class)
class LoanProjector {
  private final Loans loans;

  LoanProjector(Loans loans) {
    this.loans = loans;
  }

  @On
  void lent(BookLent event) {
    loans.save(new Loan(event.isbn(), event.reader()));
  }

  @On
  void returned(BookReturned event) {
    loans.deleteById(event.isbn());
  }
}
