package com.example.library;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Domain;
import dev.foliot.test.Flow;
import dev.foliot.test.SyncFlowTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@SyncFlowTest
class LendingFlowTests {
  @Autowired Domain domain;

  @Test
  void showsWhoHasTheBook(Flow flow) {
    domain.process(new AddBook("isbn-1", "Dune"));

    domain.process(new LendBook("isbn-1", "ann"));

    assertThat(domain.viewFor(Loan.class).get("isbn-1").reader()).isEqualTo("ann");
    assertThat(flow).publishedInOrder(BookAdded.class, BookLent.class).nothingFailed();
  }
}
