package dev.foliot.handler;

import java.util.Set;
import org.apiguardian.api.API;

/**
 * Notifies waiting readers that subscriptions have committed deliveries, so that a reader need not
 * poll.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface ProjectionProgress {
  /**
   * Runs an action after each commit of a delivery to one of the subscriptions, from now until the
   * returned registration is closed. The rows of the delivery are visible when the action runs. It
   * may also run without new rows: after a failed message was recorded, or for several commits
   * once.
   *
   * @param subscriptions the names of subscriptions
   * @param wake runs on the delivering thread, so it must only wake another thread
   */
  Registration onAdvance(Set<String> subscriptions, Runnable wake);

  /** Ends the notifications when it is closed; closing it again has no effect. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
