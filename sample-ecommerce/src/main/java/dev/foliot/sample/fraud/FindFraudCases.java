package dev.foliot.sample.fraud;

import dev.foliot.message.Returns;
import dev.foliot.query.Query;
import java.util.List;

/** The cases that wait for a person, as a list of {@link FraudCaseDetails}. */
@Query
public record FindFraudCases(int limit) implements Returns<List<FraudCaseDetails>> {}
