package dev.foliot.test;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.failure.ErrorText;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.HandlerKind;
import dev.foliot.message.Message;
import dev.foliot.message.Metadata;
import dev.foliot.outbox.InDatabaseBroker;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that happened in a test. */
sealed interface FlowStep
    permits FlowStep.Processed,
        FlowStep.Published,
        FlowStep.Delivered,
        FlowStep.Ended,
        StoredStep,
        ScheduledStep,
        WorkedStep {
  /** Returns a line of text, without internals. */
  String text();

  /** Returns the text of the internals; may be empty. */
  default String details() {
    return "";
  }

  /** Returns the message that was sent, raised or delivered; empty for an internal step. */
  Optional<Metadata> message();

  /** The class of that message; empty if there is none, or it could not be read. */
  Optional<Class<?>> messageClass();

  /** Why it failed; empty if it did not. */
  default Optional<Throwable> error() {
    return Optional.empty();
  }

  /**
   * A command that was processed.
   *
   * @param ended whether its processing has ended, well or not
   * @param attempts how often its handler was called
   * @param transaction the transaction of the caller that it joined; null for its own
   */
  record Processed(
      Message command,
      boolean ended,
      @Nullable Throwable failure,
      int attempts,
      @Nullable FlowTransaction transaction)
      implements FlowStep {
    static Processed started(Message command) {
      return new Processed(command, false, null, 0, null);
    }

    UUID id() {
      return command.metadata().id();
    }

    /** Whether it ended well and its effects are there. */
    boolean isSuccess() {
      return ended && failure == null && isInEffect(transaction);
    }

    @Override
    public String text() {
      String what = "command  " + command.payload();
      if (failure != null) {
        return what + ": failed with " + ErrorText.of(failure);
      }
      return ended ? what + notInEffect(transaction) : what + ": not ended";
    }

    @Override
    public String details() {
      return "%s, %s attempt%s"
          .formatted(priority(command.metadata()), attempts, attempts == 1 ? "" : "s");
    }

    @Override
    public Optional<Metadata> message() {
      return Optional.of(command.metadata());
    }

    @Override
    public Optional<Class<?>> messageClass() {
      return Optional.of(command.payload().getClass());
    }

    @Override
    public Optional<Throwable> error() {
      return Optional.ofNullable(failure);
    }
  }

  /**
   * An event that was raised, stored and committed.
   *
   * @param event with its stream
   */
  record Published(NewMessage event) implements FlowStep {
    UUID id() {
      return event.message().metadata().id();
    }

    Object payload() {
      return event.message().payload();
    }

    @Override
    public String text() {
      return "event    " + payload();
    }

    @Override
    public String details() {
      return "%s@%s, %s, %s lane"
          .formatted(
              event.stream(),
              event.streamVersion(),
              priority(event.message().metadata()),
              lowerCase(event.lane()));
    }

    @Override
    public Optional<Metadata> message() {
      return Optional.of(event.message().metadata());
    }

    @Override
    public Optional<Class<?>> messageClass() {
      return Optional.of(payload().getClass());
    }
  }

  /**
   * A message that was given to a handler.
   *
   * @param transaction the transaction that raised the event, if this delivery is a part of it;
   *     null for a delivery of the engine, which has committed
   */
  record Delivered(Delivery delivery, @Nullable FlowTransaction transaction) implements FlowStep {
    /** The id of the message; of the event, if a subscriber received it. */
    UUID id() {
      String event = delivery.metadata().headers().get(InDatabaseBroker.EVENT_ID);
      return event == null ? delivery.metadata().id() : UUID.fromString(event);
    }

    /** Whether its handler did its work, and the effects are there. */
    boolean isHandled() {
      return hasOutcome(Outcome.HANDLED);
    }

    /** Whether it ended with this outcome, in a transaction that was committed. */
    boolean hasOutcome(Outcome outcome) {
      return delivery.outcome() == outcome && isInEffect(transaction);
    }

    /** Whether it is a submitted command, delivered to its handler. */
    boolean isOfCommand(Class<?> command) {
      return delivery.kind() == HandlerKind.SUBMITTED && command.isInstance(delivery.payload());
    }

    @Override
    public String text() {
      String error = delivery.error() == null ? "" : " after " + ErrorText.of(delivery.error());
      return "handler  %s <- %s: %s%s%s"
          .formatted(
              delivery.subscription(),
              delivery.metadata().type(),
              lowerCase(delivery.outcome()),
              error,
              notInEffect(transaction));
    }

    @Override
    public String details() {
      return "%s-%s@%s, %s lane, attempt %s"
          .formatted(
              delivery.category(),
              delivery.streamId(),
              delivery.streamVersion(),
              lowerCase(delivery.lane()),
              delivery.attempt());
    }

    @Override
    public Optional<Metadata> message() {
      return Optional.of(delivery.metadata());
    }

    @Override
    public Optional<Class<?>> messageClass() {
      return Optional.ofNullable(delivery.payload()).map(Object::getClass);
    }

    @Override
    public Optional<Throwable> error() {
      return Optional.ofNullable(delivery.error());
    }
  }

  /**
   * A transaction that ended. Only internals show it.
   *
   * @param events how many it stored; null if it was rolled back
   * @param others how many commands and messages of timers it stored
   */
  record Ended(@Nullable Integer events, int others) implements FlowStep {
    @Override
    public String text() {
      if (events == null) {
        return "rollback";
      }
      String rest = others == 0 ? "" : ", %s for the engine".formatted(others);
      return "commit   %s events%s".formatted(events, rest);
    }

    @Override
    public Optional<Metadata> message() {
      return Optional.empty();
    }

    @Override
    public Optional<Class<?>> messageClass() {
      return Optional.empty();
    }
  }

  static boolean isInEffect(@Nullable FlowTransaction transaction) {
    return transaction == null || transaction.isCommitted();
  }

  static String notInEffect(@Nullable FlowTransaction transaction) {
    return transaction == null || transaction.isCommitted() ? "" : " (" + transaction + ")";
  }

  static String priority(Metadata metadata) {
    return "priority " + lowerCase(metadata.priority());
  }

  static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
