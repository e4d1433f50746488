package dev.foliot.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.eventstore.StreamName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Conflicts that take two requests at one moment, without the two requests. */
class ShopProblemsTests {
  private final MockMvcTester http =
      MockMvcTester.of(
          List.of(new Losing()),
          builder -> builder.setControllerAdvice(new ShopProblems()).build());

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
  void answersAVersionConflictWithWhatChanged() {
    assertThat(http.get().uri("/version"))
        .hasStatus(HttpStatus.CONFLICT)
        .bodyJson()
        .extractingPath("$.detail")
        .asString()
        .startsWith("Stream inventory-pendulum is at another version");
  }

  @Test
  void answersADuplicateIdWithoutNamesOfTables() {
    assertThat(http.get().uri("/id"))
        .hasStatus(HttpStatus.CONFLICT)
        .bodyText()
        .doesNotContain("orders_pkey");
  }
}
