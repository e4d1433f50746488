package dev.foliot.docs;

// docs: imports
import dev.foliot.CommandOptions;
import dev.foliot.Domain;
import dev.foliot.message.Priority;
// docs: end
import dev.foliot.sample.imports.OrderImport;
import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.order.PlaceOrder;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Statements of the pages about commands and lanes. */
class CommandsExample {
  private static final BigDecimal TOTAL = new BigDecimal("99.95");
  private final Domain domain;
  private final OrderImport orderImport;

  CommandsExample(Domain domain, OrderImport orderImport) {
    this.domain = domain;
    this.orderImport = orderImport;
  }

  List<String> process(List<OrderLine> lines) {
    // docs: process
    String id = domain.process(new PlaceOrder("ord-1", "cust-1", TOTAL, lines));
    String second = domain.process(new PlaceOrder("ord-2", "cust-1", TOTAL, lines), String.class);
    domain.process(
        new PlaceOrder("ord-3", "cust-1", TOTAL, lines),
        CommandOptions.priority(Priority.BACKFILL)
            .correlationId("import-17")
            .timeout(Duration.ofSeconds(5))
            .header("tenant", "north"));
    // docs: end
    return List.of(id, second);
  }

  void importOrders(Reader file) {
    // docs: withPriority
    domain.withPriority(Priority.BACKFILL, () -> run(file)); // all commands of this thread
    // docs: end
  }

  private void run(Reader file) {
    try {
      orderImport.run(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void backfill(PlaceOrder command, Stream<PlaceOrder> orders) {
    // docs: backfill
    domain.process(command, CommandOptions.priority(Priority.BACKFILL));

    domain.withPriority(Priority.BACKFILL, () -> orders.forEach(domain::process));
    // docs: end
  }
}
