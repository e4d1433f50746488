package dev.foliot.autoconfigure.inner;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.event.DomainEvent;
import dev.foliot.process.ProcessManager;
import dev.foliot.process.Starts;
import dev.foliot.projection.Projection;
import org.springframework.context.annotation.Profile;

/** Classes that were meant to be static. */
@SuppressWarnings("ClassCanBeStatic")
public class Inner {
  /** Where this application's messages are. */
  public static final String PACKAGE = "dev.foliot.autoconfigure.inner";

  @DomainEvent(name = "inner-happened")
  public record Happened(String id) {}

  @ProcessManager(name = "inner", sequencedBy = "id")
  class Manager {
    @Starts
    void on(Happened event) {}
  }

  @Aggregate
  class Thing extends EventSourcedAggregate {
    @Override
    public String id() {
      return "";
    }
  }

  @Projection
  class Row {}

  @Profile("other")
  @ProcessManager(name = "other", sequencedBy = "id")
  class OfAnotherProfile {}

  Object local() {
    @ProcessManager(name = "local", sequencedBy = "id")
    class Local {}
    return new Local();
  }
}
