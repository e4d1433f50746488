package dev.foliot.test.levels;

import dev.foliot.test.EngineTest;
import dev.foliot.test.Runs;
import org.springframework.beans.factory.annotation.Autowired;

/** Level 3: by the engine. */
@EngineTest
class StepsEngineIntegrationTests extends StepsContract {
  @Autowired Runs runs;

  @Override
  Runs runs() {
    return runs;
  }
}
