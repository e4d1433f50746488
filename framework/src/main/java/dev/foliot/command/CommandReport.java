package dev.foliot.command;

import dev.foliot.failure.ReadableError;
import dev.foliot.handler.Around;
import dev.foliot.message.Message;
import dev.foliot.personaldata.RedactedText;
import dev.foliot.unitofwork.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notifies the listeners, and runs the surrounding code, of one command. */
final class CommandReport {
  private static final Logger LOG = LoggerFactory.getLogger(CommandReport.class);

  private final List<CommandListener> listeners;
  private final InstantSource clock;
  private final Message command;
  private final Instant start;
  private final Around.Scope scope;
  private int attempts;
  private @Nullable UnitOfWork unit;

  CommandReport(
      List<CommandListener> listeners,
      Around<Message> around,
      InstantSource clock,
      Message command) {
    this.listeners = listeners;
    this.clock = clock;
    this.command = command;
    this.start = clock.instant();
    tell(listener -> listener.started(command));
    this.scope = around.enter(command);
  }

  @Nullable String traceParent() {
    return scope.traceParent();
  }

  /** Notes another call of the handler, and returns the number of calls. */
  int attempt() {
    return ++attempts;
  }

  /** Notes the unit of work of the attempt: an error may quote its events. */
  void joined(Optional<UnitOfWork> current) {
    unit = current.orElse(null);
  }

  void succeeded() {
    leave("success", null);
    tell(listener -> listener.succeeded(command, duration(), attempts));
  }

  void failed(Throwable error) {
    leave(outcome(error), error);
    tell(listener -> listener.failed(command, error, duration(), attempts));
  }

  private void leave(String outcome, @Nullable Throwable error) {
    scope.exit();
    scope.end(outcome, error == null || scope == Around.Scope.NONE ? error : shown(error));
  }

  /**
   * The error without personal data of the command, and of the messages of its unit of work,
   * because spans are stored in other systems.
   */
  private Throwable shown(Throwable error) {
    List<Object> messages = new ArrayList<>(unit == null ? List.of() : unit.payloads());
    messages.add(command.payload());
    return ReadableError.of(error, RedactedText.hiding(messages));
  }

  private static String outcome(Throwable error) {
    if (CommandRetry.isConflict(error)) {
      return "conflict";
    }
    if (error instanceof CommandValidationException) {
      return "invalid";
    }
    return error instanceof CommandExpiredException ? "expired" : "failure";
  }

  private Duration duration() {
    return Duration.between(start, clock.instant());
  }

  private void tell(Consumer<CommandListener> news) {
    for (CommandListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (Throwable e) {
        LOG.error(
            "A command listener failed; the command continues. id={}",
            command.metadata().id(),
            shown(e));
      }
    }
  }
}
