package com.example.library;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.test.EngineTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@EngineTest
class LendingEngineTests {
  @Autowired Domain domain;
  @Autowired Engine engine;

  @Test
  void removesLoanOfReturnedBook() {
    domain.process(new AddBook("isbn-1", "Dune"));
    domain.process(new LendBook("isbn-1", "ann"));
    assertThat(engine.run()).isQuiescent().handled("loan-projector", 1);
    assertThat(domain.viewFor(Loan.class).exists("isbn-1")).isTrue();

    domain.process(new ReturnBook("isbn-1"));
    assertThat(domain.viewFor(Loan.class).exists("isbn-1")).isTrue(); // not yet delivered

    assertThat(engine.run()).isQuiescent().handled("loan-projector", 1);
    assertThat(domain.viewFor(Loan.class).exists("isbn-1")).isFalse();
  }
}
