package dev.foliot.sample.fraud;

import dev.foliot.message.Returns;
import dev.foliot.query.Query;
import java.util.List;

/** A customer's cases that wait for a person, as a list of {@link FraudCaseDetails}. */
@Query
public record FindFraudCasesOf(String customerId) implements Returns<List<FraudCaseDetails>> {}
