package dev.foliot.command;

import dev.foliot.message.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Tells the listeners about one command. */
final class CommandReport {
  private static final Log LOG = LogFactory.getLog(CommandReport.class);

  private final List<CommandListener> listeners;
  private final InstantSource clock;
  private final Message command;
  private final Instant start;
  private int attempts;

  CommandReport(List<CommandListener> listeners, InstantSource clock, Message command) {
    this.listeners = listeners;
    this.clock = clock;
    this.command = command;
    this.start = clock.instant();
    tell(listener -> listener.started(command));
  }

  /** The handler is called once more; gives the number of calls. */
  int attempt() {
    return ++attempts;
  }

  void succeeded() {
    tell(listener -> listener.succeeded(command, duration(), attempts));
  }

  void failed(Throwable error) {
    tell(listener -> listener.failed(command, error, duration(), attempts));
  }

  private Duration duration() {
    return Duration.between(start, clock.instant());
  }

  private void tell(Consumer<CommandListener> news) {
    for (CommandListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException e) {
        LOG.error(
            "A command listener failed; the command goes on. id=" + command.metadata().id(), e);
      }
    }
  }
}
