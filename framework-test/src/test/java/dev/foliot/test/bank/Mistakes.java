package dev.foliot.test.bank;

import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Which mistake the bank makes, and how often which handler fails. */
@Component
class Mistakes {
  private Mistake made = Mistake.NONE;
  private int counted;
  private final Map<String, Integer> failures = new HashMap<>();

  void make(Mistake mistake) {
    made = mistake;
    begin();
  }

  /** A run begins. */
  void begin() {
    counted = 0;
    failures.clear();
  }

  void fail(String account, int times) {
    failures.put(account, times);
  }

  boolean is(Mistake mistake) {
    return made == mistake;
  }

  int count() {
    return ++counted;
  }

  void failIfWanted(String account) {
    if (failures.merge(account, 0, Integer::sum) > 0) {
      failures.merge(account, -1, Integer::sum);
      throw new IllegalStateException("Not today, " + account);
    }
  }
}
