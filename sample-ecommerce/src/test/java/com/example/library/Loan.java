package com.example.library;

import dev.foliot.projection.Projection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Projection
@Entity
public class Loan {
  @Id private String isbn;
  private String reader;

  protected Loan() {}

  Loan(String isbn, String reader) {
    this.isbn = isbn;
    this.reader = reader;
  }

  public String reader() {
    return reader;
  }
}
