package dev.foliot.sample.customer;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.test.AggregateScenario;
import org.junit.jupiter.api.Test;

/** Level 1: personal data needs neither keys nor a database here. */
class CustomerTests {
  @Test
  void isWhatWasRegistered() {
    AggregateScenario.of(Customer.class)
        .when(() -> Customer.register("cust-7", "Ann Smith", "ann@example.org", null))
        .thenRaised(new CustomerRegistered("cust-7", "Ann Smith", "ann@example.org", null))
        .andState(
            customer ->
                assertThat(customer.details())
                    .isEqualTo(
                        new CustomerDetails("cust-7", "Ann Smith", "ann@example.org", null)));
  }
}
