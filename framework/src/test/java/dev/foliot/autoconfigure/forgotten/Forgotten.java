package dev.foliot.autoconfigure.forgotten;

import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.autoconfigure.billing.Billing.Deposited;
import dev.foliot.command.Command;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.handler.Handle;
import dev.foliot.handler.On;
import dev.foliot.handler.OnError;
import dev.foliot.message.RecordedMessage;
import dev.foliot.projection.Projection;

/** One of each. */
public final class Forgotten {
  /** Where they are. */
  public static final String PACKAGE = "dev.foliot.autoconfigure.forgotten";

  private Forgotten() {}

  /** An aggregate. */
  public static class Wallet extends EventSourcedAggregate {
    @Override
    public String id() {
      return "";
    }
  }

  /** No aggregate. */
  public static class Purse {
    @Apply
    void on(Deposited event) {}
  }

  /** No projector. */
  public static class BoardProjector {
    @On
    void on(Deposited event) {}
  }

  /** No handler. */
  public static class Listener {
    @Handle
    void on(Deposited event) {}
  }

  /** No handler either. */
  public static class Undecided {
    @OnError
    ErrorDecision failed(Exception error, RecordedMessage message, int attempt) {
      return ErrorDecision.retry();
    }
  }

  /** Filled by nothing. */
  @Projection
  public record Board(String id) {}

  /** Its records are what is sent. */
  @Command
  public interface BoardCommand {}
}
