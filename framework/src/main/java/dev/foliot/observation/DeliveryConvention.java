package dev.foliot.observation;

import dev.foliot.handler.DeliveryAttempt;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import java.util.Locale;

/**
 * The name and the tags of the observation of a delivery. A bean that extends this class replaces
 * it.
 */
public class DeliveryConvention implements GlobalObservationConvention<DeliveryContext> {
  /** The name of the timer and of the observation. */
  public static final String NAME = "foliot.delivery";

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public String getContextualName(DeliveryContext context) {
    DeliveryAttempt attempt = context.attempt();
    return "deliver %s to %s".formatted(attempt.metadata().type(), attempt.subscription());
  }

  @Override
  public KeyValues getLowCardinalityKeyValues(DeliveryContext context) {
    DeliveryAttempt attempt = context.attempt();
    return KeyValues.of(
        "subscription", attempt.subscription(),
        "kind", attempt.kind().name().toLowerCase(Locale.ROOT),
        "lane", attempt.lane().name().toLowerCase(Locale.ROOT),
        "message", attempt.metadata().type(),
        "outcome", context.outcome());
  }

  @Override
  public KeyValues getHighCardinalityKeyValues(DeliveryContext context) {
    DeliveryAttempt attempt = context.attempt();
    return MessageKeys.of(attempt.metadata())
        .and(
            "foliot.stream", attempt.stream(),
            "foliot.stream.version", Long.toString(attempt.streamVersion()),
            "foliot.attempt", Integer.toString(attempt.attempt()),
            "foliot.messages", Integer.toString(attempt.messages()));
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return context instanceof DeliveryContext;
  }
}
