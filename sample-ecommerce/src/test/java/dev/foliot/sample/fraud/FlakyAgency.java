package dev.foliot.sample.fraud;

import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Primary;

/** Knows nothing, fails when a test says so, and does anything else that a test wants meanwhile. */
@Primary
class FlakyAgency implements CreditAgency {
  final List<String> asked = new ArrayList<>();
  int complaints;
  int failures;
  Runnable meanwhile = () -> {};

  void reset() {
    asked.clear();
    complaints = 0;
    failures = 0;
    meanwhile = () -> {};
  }

  @Override
  public int complaintsAbout(String customerId) {
    asked.add(customerId);
    meanwhile.run();
    if (failures > 0) {
      failures--;
      throw new CreditAgencyUnavailableException("test");
    }
    return complaints;
  }
}
