package dev.foliot.autoconfigure;

import dev.foliot.Engine;
import dev.foliot.engine.EngineNode;
import dev.foliot.eventstore.SchemaInitializer;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the engine with the application: before the web server takes requests, and after
 * it has finished the last ones (R29).
 */
final class EngineLifecycle implements SmartLifecycle {
  private static final int BEFORE_WEB_SERVER = DEFAULT_PHASE - 8192;

  private final SchemaInitializer schema;
  private final UnitsOfWorkBegun unitsOfWork;
  private final EngineNode node;
  private final Engine engine;
  private final boolean enabled;
  private final boolean withHandlers;
  private volatile boolean running;

  EngineLifecycle(
      SchemaInitializer schema,
      UnitsOfWorkBegun unitsOfWork,
      EngineNode node,
      Engine engine,
      boolean enabled,
      boolean withHandlers) {
    this.schema = schema;
    this.unitsOfWork = unitsOfWork;
    this.node = node;
    this.engine = engine;
    this.enabled = enabled;
    this.withHandlers = withHandlers;
  }

  @Override
  public void start() {
    schema.verify();
    unitsOfWork.verify();
    if (withHandlers) {
      node.register();
    }
    if (withHandlers && enabled) {
      engine.start();
    }
    running = true;
  }

  @Override
  public void stop() {
    engine.stop();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return BEFORE_WEB_SERVER;
  }
}
