package dev.foliot.engine;

import dev.foliot.process.SameCommandsContract;
import dev.foliot.testsupport.FoliotTables;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** By the engine, in several segments, one message after the other and in large batches. */
@ParameterizedClass(name = "batches of {0}")
@ValueSource(ints = {1, 200})
class SegmentedCommandsIntegrationTests extends SameCommandsContract {
  private static final int SEGMENTS = 4;

  @Parameter private int batchSize;

  @BeforeEach
  void severalSegments() {
    FoliotTables.forgetSubscriptions(jdbc);
    engine().register();
  }

  private EngineNode engine() {
    return EngineOf.copy(
        node, settings -> EngineOf.with(settings, batchSize, SEGMENTS, Duration.ofMillis(20)));
  }

  @Override
  protected void deliver() {
    engine().testCycles().run(3);
  }
}
