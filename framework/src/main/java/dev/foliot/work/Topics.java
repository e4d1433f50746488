package dev.foliot.work;

import org.apiguardian.api.API;

/**
 * Wakes readers of stored work after its commits, on all nodes, so that a reader need not poll. A
 * reader on another node may miss a commit, so it also polls, seldom. Thread-safe.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface Topics {
  /** The beginning of the name of each topic. No subscription has such a name. */
  String PREFIX = "foliot:";

  /**
   * Runs an action after each commit about the topic, from now until the returned registration is
   * closed. The rows of the commit are visible when the action runs. It may also run without new
   * rows, or once for several commits.
   *
   * @param topic begins with {@link #PREFIX}, and has at most 1,000 characters
   * @param wake runs on the thread that has committed, so it must only wake another thread
   */
  Registration onCommit(String topic, Runnable wake);

  /**
   * Called after a commit about the topic. Without readers, it costs a look into two empty maps.
   */
  void committed(String topic);

  /** Ends the wake-ups when it is closed; closing it again has no effect. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
