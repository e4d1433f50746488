package dev.foliot.test.workflow;

import dev.foliot.test.WorkflowReplay;
import dev.foliot.test.workflow.Fulfilment.Payment;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

// docs: files
class OldRunsTests {
  @TestFactory
  Stream<DynamicTest> oldRunsGoOn() {
    OrderFulfilment today = new OrderFulfilment((order, key) -> new Payment("p-1"));
    return WorkflowReplay.of(today).files(Path.of("src/test/resources/runs"));
  }
}
// docs: end
