package dev.foliot.live;

import java.time.Duration;
import org.apiguardian.api.API;

/**
 * Runs the reads of live changes and the signals to their subscribers.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface LiveThreads extends AutoCloseable {
  /** Reads from the database. */
  void read(Runnable work);

  /** Calls a subscriber, which may take long. */
  void signal(Runnable work);

  /** Runs the work once, on a thread for reads. */
  void later(Duration delay, Runnable work);

  /** Repeats the work on a thread for reads, until the returned timer is closed. */
  Timer every(Duration pause, Runnable work);

  @Override
  void close();

  /** Ends repeated work. */
  interface Timer extends AutoCloseable {
    @Override
    void close();
  }
}
