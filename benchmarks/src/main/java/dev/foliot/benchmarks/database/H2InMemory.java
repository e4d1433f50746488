package dev.foliot.benchmarks.database;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.engine.Constants;

/** H2 in this JVM: a database is gone with its last connection. */
final class H2InMemory implements Database {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @Override
  public String name() {
    return "H2 in memory";
  }

  @Override
  public boolean isServer() {
    return false;
  }

  @Override
  public String settings() {
    return "H2 " + Constants.VERSION + " in memory, in the JVM that measures";
  }

  @Override
  public String newDatabase() {
    return "jdbc:h2:mem:benchmark" + NUMBER.incrementAndGet() + ";LOCK_TIMEOUT=30000";
  }

  @Override
  public String user() {
    return "sa";
  }

  @Override
  public Duration serverCpu() {
    return Duration.ZERO;
  }

  @Override
  public void close() {}
}
