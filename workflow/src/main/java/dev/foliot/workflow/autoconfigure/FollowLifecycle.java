package dev.foliot.workflow.autoconfigure;

import dev.foliot.workflow.run.FollowRuns;
import org.springframework.context.SmartLifecycle;

/**
 * Ends the subscribers of followed runs when the application stops: after the streams of clients
 * have ended, and before the web server waits for their responses.
 */
final class FollowLifecycle implements SmartLifecycle {
  private final FollowRuns follow;
  private volatile boolean running;

  FollowLifecycle(FollowRuns follow) {
    this.follow = follow;
  }

  @Override
  public void start() {
    follow.begin();
    running = true;
  }

  @Override
  public void stop() {
    follow.end();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 1;
  }
}
