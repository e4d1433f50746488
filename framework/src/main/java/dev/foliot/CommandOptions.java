package dev.foliot;

import dev.foliot.message.Given;
import dev.foliot.message.MessageOptions;
import dev.foliot.message.Priority;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The options of one command. Immutable: each method returns a copy. An option that is not set is
 * inherited from the message being handled, if there is one.
 */
public final class CommandOptions {
  private final MessageOptions options;

  private CommandOptions(MessageOptions options) {
    this.options = options;
  }

  /** Nothing is said. */
  public static CommandOptions none() {
    return new CommandOptions(MessageOptions.NONE);
  }

  /** The command, and everything that it causes, has this priority. */
  public static CommandOptions priority(Priority priority) {
    return none().withPriority(priority);
  }

  /** The command, and everything that it causes, has this priority. */
  public CommandOptions withPriority(Priority priority) {
    Given.value(priority, "CommandOptions.priority", "a priority");
    return new CommandOptions(
        new MessageOptions(
            priority, options.correlationId(), options.timeout(), options.headers()));
  }

  /** The command, and everything that it causes, has this correlation id. */
  public CommandOptions correlationId(String correlationId) {
    Given.text(correlationId, "CommandOptions.correlationId", "an id");
    return new CommandOptions(
        new MessageOptions(
            options.priority(), correlationId, options.timeout(), options.headers()));
  }

  /**
   * The command expires if its handler has not started by then, retries included.
   *
   * @param timeout from now; positive. One that leads past the year 9999 never ends
   */
  public CommandOptions timeout(Duration timeout) {
    Given.value(timeout, "CommandOptions.timeout", "a positive duration");
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("A timeout is positive; this one is " + timeout);
    }
    return new CommandOptions(
        new MessageOptions(
            options.priority(), options.correlationId(), timeout, options.headers()));
  }

  /** The command, and everything that it causes, carries this entry. */
  public CommandOptions header(String name, String value) {
    Given.text(name, "CommandOptions.header", "a name");
    Given.value(value, "CommandOptions.header", "a value");
    Map<String, String> headers = new HashMap<>(options.headers());
    headers.put(name, value);
    return new CommandOptions(
        new MessageOptions(
            options.priority(), options.correlationId(), options.timeout(), Map.copyOf(headers)));
  }

  MessageOptions toMessageOptions() {
    return options;
  }
}
