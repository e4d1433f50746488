package dev.foliot.observation;

import dev.foliot.outbox.OutboundMessage;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;

/**
 * The name and the tags of the observation of a relayed message. A bean that extends this class
 * replaces it.
 */
public class RelayConvention implements GlobalObservationConvention<RelayContext> {
  /** The name of the timer and of the observation. */
  public static final String NAME = "foliot.relay";

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public String getContextualName(RelayContext context) {
    OutboundMessage message = context.entry().message();
    return "publish %s to %s".formatted(message.metadata().type(), message.destination());
  }

  @Override
  public KeyValues getLowCardinalityKeyValues(RelayContext context) {
    OutboundMessage message = context.entry().message();
    return KeyValues.of(
        "destination", message.destination(),
        "message", message.metadata().type(),
        "outcome", context.outcome());
  }

  @Override
  public KeyValues getHighCardinalityKeyValues(RelayContext context) {
    OutboundMessage message = context.entry().message();
    return MessageKeys.of(message.metadata())
        .and(
            "foliot.stream", message.key(),
            "foliot.attempt", Integer.toString(context.entry().attempts() + 1));
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return context instanceof RelayContext;
  }
}
