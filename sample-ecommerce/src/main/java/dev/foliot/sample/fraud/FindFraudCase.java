package dev.foliot.sample.fraud;

import dev.foliot.message.Returns;
import dev.foliot.query.Query;

/** The case of one order, answered with {@link FraudCaseDetails}. */
@Query
public record FindFraudCase(String orderId) implements Returns<FraudCaseDetails> {}
