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
   * Delays the submitted command until this instant of the application's clock. It then runs after
   * the commands that were submitted before that instant. If the instant is in the past, the
   * command is due at once.
   */
  public static CommandOptions at(Instant due) {
    Given.value(due, "CommandOptions.at", "an instant");
    return new CommandOptions(SendOptions.NONE.at(due));
  }

  /**
   * The submitted command is due after this time; see {@link #at}.
   *
   * @param wait the delay from now; with zero or less, the command is due at once
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

  /** Sets the correlation id of the command and of everything that it causes. */
  public CommandOptions correlationId(String correlationId) {
    Given.text(correlationId, "CommandOptions.correlationId", "an id");
    MessageOptions message = toMessageOptions();
    return with(
        new MessageOptions(
            message.priority(), correlationId, message.timeout(), message.headers()));
  }

  /**
   * If the handler has not started within this time, the command expires. After this time, the
   * command is not retried either.
   *
   * @param timeout positive; counted from now, or from the due time of a scheduled command. A
   *     deadline after the year 9999 never passes
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
   * Adds a header to the command and to everything that it causes.
   *
   * @throws IllegalArgumentException if the name begins with {@code foliot-}: Foliot sets these
   *     headers itself, such as the user of a command
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
   * Sets the idempotency key: the command succeeds at most once for this key. A repeat returns the
   * first result, and the handler is not called. A key belongs to one type of command, and is
   * remembered for {@code foliot.command.retention}.
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
   * dev.foliot.command.DuplicateCommandException}, which carries the first result. These options
   * need an idempotency key, because a repeat is recognised by its key.
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
   * @throws IllegalArgumentException if the options delay the command
   */
  CommandOptions ofProcessed() {
    if (options.isScheduled()) {
      throw new IllegalArgumentException(
          "domain.process handles a command now, but its options delay it. Use domain.submit, or leave out at(…) and after(…).");
    }
    return this;
  }

  /**
   * @throws IllegalArgumentException if they refuse repeats, but have no idempotency key
   */
  SendOptions toSendOptions() {
    if (options.refusesRepeats() && options.idempotencyKey() == null) {
      throw new IllegalArgumentException(
          "The command options refuse repeats, but have no idempotency key. Add idempotencyKey(…), or leave refuseRepeats() out.");
    }
    return options;
  }
}
