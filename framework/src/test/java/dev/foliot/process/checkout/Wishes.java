package dev.foliot.process.checkout;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.DomainEvent;
import dev.foliot.handler.Handle;
import dev.foliot.process.Early;
import dev.foliot.process.Process;
import dev.foliot.process.ProcessManager;
import dev.foliot.process.Starts;
import java.util.ArrayList;
import java.util.List;

/** Collects wishes, and sends its very list with each command. */
@ProcessManager(name = "wishes", sequencedBy = "listId", early = Early.IGNORE)
public class Wishes {
  private final List<String> wishes = new ArrayList<>();

  @DomainEvent
  public record ListBegun(String listId, String wish) {}

  @DomainEvent
  public record WishAdded(String listId, String wish) {}

  @Command
  public record NoteWishes(String listId, List<String> wishes) {}

  /** The list. */
  @Aggregate
  public static class WishList extends EventSourcedAggregate {
    private String listId = "";

    @Override
    public String id() {
      return listId;
    }

    @Apply
    void on(ListBegun event) {
      listId = event.listId();
    }

    @Apply
    void on(WishAdded event) {
      listId = event.listId();
    }
  }

  @CommandHandler
  static class Notes {
    @Handle
    void on(NoteWishes command) {}
  }

  @Starts
  void begun(ListBegun event, Process process) {
    wishes.add(event.wish());
    process.send(new NoteWishes(event.listId(), wishes));
  }

  @Handle
  void added(WishAdded event, Process process) {
    wishes.add(event.wish());
    process.send(new NoteWishes(event.listId(), wishes));
  }
}
