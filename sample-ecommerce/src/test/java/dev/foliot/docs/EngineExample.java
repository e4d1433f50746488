package dev.foliot.docs;

// docs: engine
import dev.foliot.Engine;
import dev.foliot.engine.EngineStatus;

// docs: end

/** Statements of the page about the engine. */
class EngineExample {
  private final Engine engine;

  EngineExample(Engine engine) {
    this.engine = engine;
  }

  EngineStatus restart() {
    // docs: engine
    EngineStatus status = engine.status();
    engine.stop(); // finishes the running batches
    engine.start();
    // docs: end
    return status;
  }
}
