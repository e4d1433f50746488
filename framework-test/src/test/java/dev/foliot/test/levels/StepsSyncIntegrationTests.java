package dev.foliot.test.levels;

import dev.foliot.test.Runs;
import dev.foliot.test.SyncFlowTest;
import org.springframework.beans.factory.annotation.Autowired;

/** Level 2: in the test's thread. */
@SyncFlowTest
class StepsSyncIntegrationTests extends StepsContract {
  @Autowired Runs runs;

  @Override
  Runs runs() {
    return runs;
  }
}
