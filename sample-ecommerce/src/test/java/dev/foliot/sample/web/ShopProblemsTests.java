package dev.foliot.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.eventstore.StreamName;
import java.sql.SQLException;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
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

    /** Spring does not translate what Hibernate throws to a {@link DuplicateKeyException}. */
    @GetMapping("/integrity/{sqlState}")
    ProblemDetail integrity(@PathVariable("sqlState") String sqlState) {
      throw new DataIntegrityViolationException(
          "orders",
          new ConstraintViolationException("orders", new SQLException("orders", sqlState), null));
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
  void answersADuplicateIdThatHibernateFound() {
    assertThat(http.get().uri("/integrity/23505")).hasStatus(HttpStatus.CONFLICT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"22001", "23502", "23503"}) // too long, null, foreign key
  void regardsNoOtherViolationAsADuplicateId(String sqlState) {
    assertThat(
            http.get().uri("/integrity/{sqlState}", sqlState).exchange().getUnresolvedException())
        .hasRootCauseInstanceOf(SQLException.class);
  }

  @Test
  void answersADuplicateIdWithoutNamesOfTables() {
    assertThat(http.get().uri("/id"))
        .hasStatus(HttpStatus.CONFLICT)
        .bodyText()
        .doesNotContain("orders_pkey");
  }
}
