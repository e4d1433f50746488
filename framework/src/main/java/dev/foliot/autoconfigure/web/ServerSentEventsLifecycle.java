package dev.foliot.autoconfigure.web;

import org.springframework.context.SmartLifecycle;

/**
 * Ends the streams of clients before anything else stops: a web server that shuts down gracefully
 * would wait for their responses.
 */
final class ServerSentEventsLifecycle implements SmartLifecycle {
  private final ServerSentEvents events;
  private volatile boolean running;

  ServerSentEventsLifecycle(ServerSentEvents events) {
    this.events = events;
  }

  @Override
  public void start() {
    events.start();
    running = true;
  }

  @Override
  public void stop() {
    events.stop();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
