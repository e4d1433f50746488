package dev.foliot.benchmarks.balance;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The accounts that cannot be handled. */
@Component
public class Poison {
  private final Set<String> accounts = ConcurrentHashMap.newKeySet();

  /** From now on this one cannot. */
  public void add(String account) {
    accounts.add(account);
  }

  void check(String account) {
    if (accounts.contains(account)) {
      throw new IllegalStateException("The account cannot be handled");
    }
  }
}
