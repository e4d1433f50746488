package dev.foliot.autoconfigure;

import dev.foliot.Engine;
import dev.foliot.engine.EngineNode;
import dev.foliot.eventstore.SchemaInitializer;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the engine with the application: before the web server takes requests, and after
 * it has finished the last ones (R29).
 */
final class EngineLifecycle implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(EngineLifecycle.class);
  private static final int BEFORE_WEB_SERVER = DEFAULT_PHASE - 8192;

  private final SchemaInitializer schema;
  private final UnitOfWorkInstaller unitsOfWork;
  private final EngineNode node;
  private final Engine engine;
  private final HandlerRegistry handlers;
  private final boolean enabled;
  private final boolean withHandlers;
  private volatile boolean running;

  EngineLifecycle(
      SchemaInitializer schema,
      UnitOfWorkInstaller unitsOfWork,
      EngineNode node,
      Engine engine,
      HandlerRegistry handlers,
      boolean enabled,
      boolean withHandlers) {
    this.schema = schema;
    this.unitsOfWork = unitsOfWork;
    this.node = node;
    this.engine = engine;
    this.handlers = handlers;
    this.enabled = enabled;
    this.withHandlers = withHandlers;
  }

  @Override
  public void start() {
    schema.verify();
    unitsOfWork.verify();
    if (withHandlers) {
      node.register();
      startOrTell();
    }
    running = true;
  }

  private void startOrTell() {
    if (enabled) {
      engine.start();
    } else {
      LOG.info(
          "The engine is switched off, foliot.engine.enabled=false: another node must deliver to subscriptions={} and relay the outbox",
          handlers.subscriptions().stream().map(HandlerBean::name).toList());
    }
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
