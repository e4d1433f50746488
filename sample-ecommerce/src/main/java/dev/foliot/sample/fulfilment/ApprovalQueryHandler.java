package dev.foliot.sample.fulfilment;

import dev.foliot.handler.Handle;
import dev.foliot.query.QueryHandler;
import java.util.List;
import org.springframework.data.domain.Limit;

@QueryHandler
class ApprovalQueryHandler {
  private final Approvals approvals;

  ApprovalQueryHandler(Approvals approvals) {
    this.approvals = approvals;
  }

  @Handle
  List<Approval> waiting(FindApprovals query) {
    return approvals.findByOrderByOrderId(Limit.of(query.limit()));
  }
}
