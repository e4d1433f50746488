package dev.foliot.autoconfigure.longest;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.outbox.Subscriber;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** One name of each kind, 200 characters long. */
@Configuration(proxyBeanMethods = false)
@Import({LongestNames.Things.class, LongestNames.Listener.class, LongestNames.Receiver.class})
public class LongestNames {
  /** Where this application's messages are. */
  public static final String PACKAGE = "dev.foliot.autoconfigure.longest";

  private static final String TEN = "0123456789";
  private static final String FIFTY = TEN + TEN + TEN + TEN + TEN;
  private static final String LONG = FIFTY + FIFTY + FIFTY + "abcdefghi" + TEN + TEN + TEN + TEN;

  /** The subscription whose handler fails. */
  public static final String FAILING = "h" + LONG;

  @Command
  public record Do(String id) {}

  @DomainEvent(name = "e" + LONG, publish = "d" + LONG)
  public record Happened(String id) {}

  @Aggregate(category = "c" + LONG, snapshotEvery = 1)
  public static class Thing extends EventSourcedAggregate {
    private String id = "";

    @Override
    public String id() {
      return id;
    }

    void happen(String toId) {
      raise(new Happened(toId));
    }

    @Apply
    void on(Happened event) {
      id = event.id();
    }
  }

  @CommandHandler
  static class Things {
    private final AggregateRepository<Thing> things;

    Things(AggregateRepository<Thing> things) {
      this.things = things;
    }

    @Handle
    void on(Do command) {
      Thing thing = new Thing();
      thing.happen(command.id());
      things.save(thing);
    }
  }

  @EventHandler(name = FAILING)
  static class Listener {
    @Handle
    void on(Happened event) {
      throw new IllegalStateException("no");
    }
  }

  @Subscriber(destination = "d" + LONG, name = "s" + LONG)
  public static class Receiver {
    private final List<String> ids = new CopyOnWriteArrayList<>();

    @Handle
    void on(Happened event) {
      ids.add(event.id());
    }

    /** Of what has arrived. */
    public List<String> ids() {
      return List.copyOf(ids);
    }
  }
}
