package dev.foliot.observation;

import dev.foliot.message.Metadata;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;

/**
 * The name and the tags of the observation of a command. A bean that extends this class replaces
 * it.
 */
public class CommandConvention implements GlobalObservationConvention<CommandContext> {
  /** The name of the timer and of the observation. */
  public static final String NAME = "foliot.command";

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public String getContextualName(CommandContext context) {
    return "process " + context.command().metadata().type();
  }

  @Override
  public KeyValues getLowCardinalityKeyValues(CommandContext context) {
    return KeyValues.of(
        "command", context.command().metadata().type(), "outcome", context.outcome());
  }

  @Override
  public KeyValues getHighCardinalityKeyValues(CommandContext context) {
    Metadata command = context.command().metadata();
    return MessageKeys.of(command);
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return context instanceof CommandContext;
  }
}
