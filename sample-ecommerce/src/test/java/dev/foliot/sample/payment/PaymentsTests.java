package dev.foliot.sample.payment;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.aggregate.InvariantViolationException;
import dev.foliot.test.AggregateScenario;
import dev.foliot.test.DeciderScenario;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** Level 1, for a decider: what happened before, what is sent, what follows. */
// docs: test
class PaymentsTests {
  private static final BigDecimal AMOUNT = new BigDecimal("99.95");

  private final DeciderScenario<PaymentCommand, Payment, PaymentEvent> payments =
      AggregateScenario.of(new Payments());

  @Test
  void keepsAuthorisedAmount() {
    payments
        .when(new AuthorisePayment("ord-1", AMOUNT))
        .thenRaised(new PaymentAuthorised("ord-1", AMOUNT))
        .andState(
            payment ->
                assertThat(payment).isEqualTo(new Payment(PaymentStatus.AUTHORISED, AMOUNT)));
  }

  // docs: end
  @Test
  void keepsThatItWasRefused() {
    payments
        .when(new RefusePayment("ord-1", "no cover"))
        .thenRaised(new PaymentRefused("ord-1", "no cover"))
        .andState(payment -> assertThat(payment.status()).isEqualTo(PaymentStatus.REFUSED));
  }

  @Test
  void isSettledOnce() {
    payments
        .given(new PaymentRefused("ord-1", "no cover"))
        .when(new AuthorisePayment("ord-1", AMOUNT))
        .thenRejected(
            PaymentSettledException.class,
            e -> assertThat(e).hasMessageContaining("payment of order ord-1 is REFUSED already"))
        .andNothingRaised();
  }

  /** No check in {@code decide}: the invariant alone keeps it. */
  @Test
  void neverPaysOut() {
    payments
        .when(new AuthorisePayment("ord-1", AMOUNT.negate()))
        .thenRejected(InvariantViolationException.class)
        .andNothingRaised();
  }
  // docs: test
}
// docs: end
