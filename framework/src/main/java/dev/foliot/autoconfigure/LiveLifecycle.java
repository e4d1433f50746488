package dev.foliot.autoconfigure;

import dev.foliot.live.LiveChanges;
import org.springframework.context.SmartLifecycle;

/**
 * Completes the subscribers of live changes before anything else stops: a web server that shuts
 * down gracefully would wait for their responses.
 */
final class LiveLifecycle implements SmartLifecycle {
  private final LiveChanges live;
  private volatile boolean running;

  LiveLifecycle(LiveChanges live) {
    this.live = live;
  }

  @Override
  public void start() {
    live.open();
    running = true;
  }

  @Override
  public void stop() {
    live.complete();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
