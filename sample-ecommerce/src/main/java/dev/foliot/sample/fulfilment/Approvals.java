package dev.foliot.sample.fulfilment;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface Approvals extends JpaRepository<Approval, String> {

  List<Approval> findByOrderByOrderId(Limit limit);
}
