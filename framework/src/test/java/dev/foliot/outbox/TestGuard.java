package dev.foliot.outbox;

import java.time.Duration;

/** This node relays, and no failure is the database's, unless a test says otherwise. */
final class TestGuard implements RelayGuard {
  private boolean owned = true;
  private boolean spares;
  Duration failingFor = Duration.ZERO;

  void lose() {
    owned = false;
  }

  void spare(boolean all) {
    spares = all;
  }

  @Override
  public long token() {
    return 1;
  }

  @Override
  public boolean prove() {
    return owned;
  }

  @Override
  public void check() {
    if (!owned) {
      throw new IllegalStateException("another node relays");
    }
  }

  @Override
  public boolean isSpared(Throwable error, Duration failing) {
    failingFor = failing;
    return spares;
  }
}
