package dev.foliot.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.eventstore.StreamName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Conflicts that take two requests at one moment, without the two requests. */
@WebMvcTest(ShopProblemsTests.Losing.class)
@Import(ShopProblemsTests.Losing.class)
class ShopProblemsTests {
  @Autowired MockMvcTester http;

  @RestController
  static class Losing {
    @GetMapping("/version")
    ProblemDetail version() {
      throw ConcurrentAggregateChangeException.atUnknownVersion(
          new StreamName("inventory", "pendulum"), 3, null);
    }

    @GetMapping("/id")
    ProblemDetail id() {
      throw new DuplicateKeyException("orders_pkey");
    }
  }

  @Test
  void answersAVersionConflictWithTheAggregateThatChanged() {
    assertThat(http.get().uri("/version"))
        .hasStatus(HttpStatus.CONFLICT)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo(
            "The inventory with the id pendulum was changed by another request. Repeat the request.");
  }

  @Test
  void answersADuplicateIdWithoutNamesOfTables() {
    assertThat(http.get().uri("/id"))
        .hasStatus(HttpStatus.CONFLICT)
        .bodyText()
        .doesNotContain("orders_pkey");
  }
}
