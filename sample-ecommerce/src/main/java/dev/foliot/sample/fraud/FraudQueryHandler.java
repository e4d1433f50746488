package dev.foliot.sample.fraud;

import dev.foliot.handler.Handle;
import dev.foliot.query.QueryHandler;
import java.util.List;
import org.springframework.data.domain.Limit;

@QueryHandler
class FraudQueryHandler {
  private final FraudCases cases;

  FraudQueryHandler(FraudCases cases) {
    this.cases = cases;
  }

  @Handle
  List<FraudCaseDetails> waiting(FindFraudCases query) {
    return details(cases.findByStatusOrderByOrderId(FraudStatus.UNSURE, Limit.of(query.limit())));
  }

  @Handle
  List<FraudCaseDetails> of(FindFraudCasesOf query) {
    return details(
        cases.findByStatusAndCustomerIdOrderByOrderId(FraudStatus.UNSURE, query.customerId()));
  }

  @Handle
  FraudCaseDetails one(FindFraudCase query) {
    return cases.get(query.orderId()).details();
  }

  private static List<FraudCaseDetails> details(List<FraudCase> found) {
    return found.stream().map(FraudCase::details).toList();
  }
}
