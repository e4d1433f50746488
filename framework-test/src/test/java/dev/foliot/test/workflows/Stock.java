package dev.foliot.test.workflows;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.message.Metadata;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The stock of a product, with its messages. */
@Aggregate
class Stock extends EventSourcedAggregate {
  @Command
  record Receive(String product) {}

  @Command
  record Reserve(String product, String order) {}

  @DomainEvent
  record Received(String product) {}

  @DomainEvent
  record Reserved(String product, String order) {}

  private String product = "";
  private int reserved;

  static Stock receive(String product) {
    Stock stock = new Stock();
    stock.raise(new Received(product));
    return stock;
  }

  int reserve(String order) {
    raise(new Reserved(product, order));
    return reserved;
  }

  int reserved() {
    return reserved;
  }

  @Override
  public String id() {
    return product;
  }

  @Apply
  void on(Received event) {
    product = event.product();
  }

  @Apply
  void on(Reserved event) {
    reserved++;
  }

  @CommandHandler
  static class Commands {
    private final AggregateRepository<Stock> stocks;

    Commands(AggregateRepository<Stock> stocks) {
      this.stocks = stocks;
    }

    @Handle
    void receive(Receive command) {
      stocks.save(Stock.receive(command.product()));
    }

    @Handle
    int reserve(Reserve command) {
      if (command.order().isEmpty()) {
        throw new IllegalArgumentException("No order");
      }
      return stocks.get(command.product()).reserve(command.order());
    }
  }

  /** Keeps the metadata of what was reserved. */
  @EventHandler(name = "reservations")
  static class Reservations {
    final List<Metadata> seen = new CopyOnWriteArrayList<>();

    @Handle
    void on(Reserved event, Metadata metadata) {
      seen.add(metadata);
    }
  }
}
