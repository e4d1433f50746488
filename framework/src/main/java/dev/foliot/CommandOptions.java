package dev.foliot;

import dev.foliot.command.SendOptions;
import dev.foliot.message.Given;
import dev.foliot.message.MessageOptions;
import dev.foliot.message.Priority;
import dev.foliot.message.ReservedHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The options of one command. Immutable: each method returns a copy. An option that is not set is
 * inherited from the message being handled, if there is one.
 */
public final class CommandOptions {
  private final SendOptions options;

  private CommandOptions(SendOptions options) {
    this.options = options;
  }

  /** No options. */
  public static CommandOptions none() {
    return new CommandOptions(SendOptions.NONE);
  }

  /**
   * The submitted command is due at this instant of the application's clock: it waits for its time,
   * and then comes after the commands that were submitted before that time. An instant in the past
   * is due at once.
   */
  public static CommandOptions at(Instant due) {
    Given.value(due, "CommandOptions.at", "an instant");
    return new CommandOptions(SendOptions.NONE.at(due));
  }

  /**
   * The submitted command is due after this time; see {@link #at}.
   *
   * @param wait from now; one that is zero or negative is over
   */
  public static CommandOptions after(Duration wait) {
    Given.value(wait, "CommandOptions.after", "a duration");
    return new CommandOptions(SendOptions.NONE.after(wait));
  }

  /** The command, and everything that it causes, has this priority. */
  public static CommandOptions priority(Priority priority) {
    return none().withPriority(priority);
  }

  /** The command, and everything that it causes, has this priority. */
  public CommandOptions withPriority(Priority priority) {
    Given.value(priority, "CommandOptions.priority", "a priority");
    MessageOptions message = toMessageOptions();
    return with(
        new MessageOptions(
            priority, message.correlationId(), message.timeout(), message.headers()));
  }

  /** The command, and everything that it causes, has this correlation id. */
  public CommandOptions correlationId(String correlationId) {
    Given.text(correlationId, "CommandOptions.correlationId", "an id");
    MessageOptions message = toMessageOptions();
    return with(
        new MessageOptions(
            message.priority(), correlationId, message.timeout(), message.headers()));
  }

  /**
   * The command expires if its handler has not started by then, retries included.
   *
   * @param timeout from now, or from when a scheduled command is due; positive. A time beyond the
   *     year 9999 never ends
   */
  public CommandOptions timeout(Duration timeout) {
    Given.value(timeout, "CommandOptions.timeout", "a positive duration");
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("A timeout is positive; this one is " + timeout);
    }
    MessageOptions message = toMessageOptions();
    return with(
        new MessageOptions(
            message.priority(), message.correlationId(), timeout, message.headers()));
  }

  /**
   * The command, and everything that it causes, carries this entry.
   *
   * @throws IllegalArgumentException if the name begins with {@code foliot-}: Foliot sets those,
   *     such as the user of a command
   */
  public CommandOptions header(String name, String value) {
    Given.text(name, "CommandOptions.header", "a name");
    Given.value(value, "CommandOptions.header", "a value");
    ReservedHeaders.refuse(name, "CommandOptions.header");
    MessageOptions message = toMessageOptions();
    Map<String, String> headers = new HashMap<>(message.headers());
    headers.put(name, value);
    return with(
        new MessageOptions(
            message.priority(), message.correlationId(), message.timeout(), Map.copyOf(headers)));
  }

  /**
   * The command succeeds at most once for this key: a repeat of it returns the first result, and
   * its handler is not called. A key belongs to one type of command, and is remembered for {@code
   * foliot.command.retention}.
   *
   * @param key from the caller, such as the id of a request or of a line in an import; the same for
   *     each repeat
   */
  public CommandOptions idempotencyKey(String key) {
    Given.text(key, "CommandOptions.idempotencyKey", "a key");
    return new CommandOptions(options.withIdempotencyKey(key));
  }

  /**
   * A repeat of a processed command with an idempotency key throws {@link
   * dev.foliot.command.DuplicateCommandException}, which carries the first result. Without a key no
   * command is a repeat, so that these options are refused.
   */
  public CommandOptions refuseRepeats() {
    return new CommandOptions(options.refusingRepeats());
  }

  private CommandOptions with(MessageOptions message) {
    return new CommandOptions(options.withMessage(message));
  }

  MessageOptions toMessageOptions() {
    return options.message();
  }

  /**
   * @throws IllegalArgumentException if they are for a command that waits for its time
   */
  CommandOptions ofProcessed() {
    if (options.isScheduled()) {
      throw new IllegalArgumentException(
          "domain.process handles a command now, but its options say when it is due. Use domain.submit, or leave out at(…) and after(…).");
    }
    return this;
  }

  /**
   * @throws IllegalArgumentException if they refuse repeats, but have no key to know them by
   */
  SendOptions toSendOptions() {
    if (options.refusesRepeats() && options.idempotencyKey() == null) {
      throw new IllegalArgumentException(
          "The command options refuse repeats, but have no idempotency key. Add idempotencyKey(…), or leave refuseRepeats() out.");
    }
    return options;
  }
}
