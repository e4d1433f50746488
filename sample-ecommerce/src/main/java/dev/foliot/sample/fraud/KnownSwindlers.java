package dev.foliot.sample.fraud;

import java.util.Map;
import org.springframework.stereotype.Component;

/** Plays the agency: two shops have complained about {@code mallory}. */
@Component
class KnownSwindlers implements CreditAgency {
  private static final Map<String, Integer> COMPLAINTS = Map.of("mallory", 2);

  @Override
  public int complaintsAbout(String customerId) {
    return COMPLAINTS.getOrDefault(customerId, 0);
  }
}
