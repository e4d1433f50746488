package dev.foliot.autoconfigure.inheriting;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.event.DomainEvent;

/** Two kinds of savers, whose streams have one category. */
public final class Savers {
  /** Where they are. */
  public static final String PACKAGE = "dev.foliot.autoconfigure.inheriting";

  private Savers() {}

  /** Any of them. */
  @DomainEvent
  public record SaverOpened(String saverId) {}

  /** Of a giro account. */
  @DomainEvent
  public record GiroOverdrawn(int amount) {}

  /** The root. */
  @Aggregate(snapshotEvery = 100)
  public abstract static class Saver extends EventSourcedAggregate {
    private String id = "";

    /** The first event. */
    public void open(String saverId) {
      raise(new SaverOpened(saverId));
    }

    @Apply
    void on(SaverOpened event) {
      id = event.saverId();
    }

    @Override
    public String id() {
      return id;
    }
  }

  /** One kind. */
  public static class Giro extends Saver {
    /** Something that only this kind does. */
    public void overdraw(int amount) {
      raise(new GiroOverdrawn(amount));
    }

    @Apply
    void on(GiroOverdrawn event) {}
  }

  /** The other kind. */
  public static class Savings extends Saver {}

  /**
   * @param repository of the class that can be made
   */
  public record NeedsGiros(AggregateRepository<Giro> repository) {}

  /**
   * @param repository of the class that cannot be made
   */
  public record NeedsSavers(AggregateRepository<Saver> repository) {}
}
