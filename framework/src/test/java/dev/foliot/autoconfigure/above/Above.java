package dev.foliot.autoconfigure.above;

import dev.foliot.autoconfigure.billing.Billing.AccountOpened;
import dev.foliot.autoconfigure.billing.Billing.Deposited;
import dev.foliot.autoconfigure.billing.Billing.FindBalance;
import dev.foliot.autoconfigure.closing.CloseAccount;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.handler.Handle;
import dev.foliot.handler.On;
import dev.foliot.handler.OnError;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.Upcasts;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.node.ObjectNode;

/** The classes; each has a field that only the bean itself has, and no proxy of it. */
public final class Above {
  private Above() {}

  /** Something that was handled. */
  public abstract static class Noting {
    private final List<String> notes = new CopyOnWriteArrayList<>();

    /** Adds a note. */
    protected void note(String text) {
      notes.add(text);
    }

    /** All notes. */
    public List<String> notes() {
      return List.copyOf(notes);
    }
  }

  /** Of an event handler. */
  public abstract static class Events extends Noting {
    @Handle
    void on(Deposited event) {
      note("deposited");
    }

    @OnError
    ErrorDecision failed(Exception error, RecordedMessage message, int attempt) {
      note("failed");
      return ErrorDecision.park();
    }
  }

  /** Of an event handler that proxies can override. */
  public abstract static class ProtectedEvents extends Noting {
    @Handle
    protected void on(Deposited event) {
      note("deposited");
    }
  }

  /** Of a command handler. */
  public abstract static class Commands extends Noting {
    @Handle
    void close(CloseAccount command) {
      note("closed");
    }
  }

  /** Of a query handler. */
  public abstract static class Queries extends Noting {
    @Handle
    int of(FindBalance query) {
      note("found");
      return 1;
    }
  }

  /** Of a projector. */
  public abstract static class Projects extends Noting {
    @On
    void on(AccountOpened event) {
      note("opened");
    }
  }

  /** Of any bean. */
  public abstract static class Upcasters extends Noting {
    @Upcasts(name = "opened", from = 1, to = 1, as = "AccountOpened")
    ObjectNode opened(ObjectNode stored) {
      note("upcast");
      return stored;
    }
  }
}
