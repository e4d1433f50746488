package dev.foliot.benchmarks.idle;

import dev.foliot.benchmarks.account.Deposited;
import dev.foliot.handler.Handle;

/** What all listeners do: nothing. Each is a class of its own, and so a subscription. */
public class IdleListener {

  @Handle
  public void on(Deposited event) {}
}
