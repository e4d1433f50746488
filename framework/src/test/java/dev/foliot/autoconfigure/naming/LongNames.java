package dev.foliot.autoconfigure.naming;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.outbox.Subscriber;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** One name of each kind, 201 characters long, and a name that is reserved. */
@Configuration(proxyBeanMethods = false)
@Import({LongNames.Listener.class, LongNames.Receiver.class})
public class LongNames {
  /** Where this application's messages are. */
  public static final String PACKAGE = "dev.foliot.autoconfigure.naming";

  private static final String TEN = "0123456789";
  private static final String FIFTY = TEN + TEN + TEN + TEN + TEN;
  private static final String LONG = FIFTY + FIFTY + FIFTY + FIFTY;

  @DomainEvent(name = "e" + LONG, aliases = "a" + LONG, publish = "d" + LONG)
  public record Happened(String id) {}

  @DomainEvent(name = "foliot:mine")
  public record Mine(String id) {}

  @Aggregate(category = "c" + LONG)
  public static class Thing extends EventSourcedAggregate {
    @Override
    public String id() {
      return "";
    }
  }

  @EventHandler(name = "h" + LONG)
  static class Listener {
    @Handle
    void on(Happened event) {}
  }

  @Subscriber(destination = "d" + LONG, name = "s" + LONG)
  static class Receiver {
    @Handle
    void on(Happened event) {}
  }
}
