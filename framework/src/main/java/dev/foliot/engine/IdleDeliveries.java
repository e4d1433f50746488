package dev.foliot.engine;

import java.util.concurrent.ThreadPoolExecutor;

/** Reading ahead takes no more threads and connections than batches do. */
record IdleDeliveries(ThreadPoolExecutor pool) implements IdleThreads {
  @Override
  public void run(Runnable reading) {
    if (pool.getActiveCount() < pool.getMaximumPoolSize()) {
      pool.execute(reading);
    }
  }

  @Override
  public boolean isAnybodyWaiting() {
    return !pool.getQueue().isEmpty();
  }
}
