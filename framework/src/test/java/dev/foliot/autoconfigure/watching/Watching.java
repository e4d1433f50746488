package dev.foliot.autoconfigure.watching;

import dev.foliot.autoconfigure.billing.Billing.AccountOpened;
import dev.foliot.process.ProcessManager;
import dev.foliot.process.Starts;

/** Starts with an account, and then waits for nothing. */
@ProcessManager(name = "watching", sequencedBy = "accountId", stuckAfter = "1h")
public class Watching {
  public static final String PACKAGE = Watching.class.getPackageName();

  @Starts
  void opened(AccountOpened event) {}
}
