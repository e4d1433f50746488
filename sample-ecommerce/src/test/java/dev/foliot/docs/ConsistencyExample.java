package dev.foliot.docs;

// docs: imports
import static dev.foliot.query.QueryOptions.after;
// docs: end

import dev.foliot.Domain;
import dev.foliot.command.CommandReceipt;
import dev.foliot.consistency.ConsistencyToken;
import dev.foliot.consistency.ReadsProjections;
import dev.foliot.consistency.Tracked;
import dev.foliot.sample.dashboard.FindOrders;
import dev.foliot.sample.dashboard.OrderDashboard;
import dev.foliot.sample.order.PlaceOrder;
import java.time.Duration;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;

/** Code of the page about consistency. */
class ConsistencyExample {
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

  static List<?> readYourWrites(Domain domain, PlaceOrder command) {
    // docs: after
    Tracked<String> placed = domain.tracking(() -> domain.process(command));

    OrderDashboard row =
        domain
            .viewFor(OrderDashboard.class)
            .after(placed.token(), TWO_SECONDS)
            .get(placed.result());
    List<OrderDashboard> latest = domain.ask(new FindOrders(50), after(placed.token()));
    // docs: end
    return List.of(row, latest);
  }

  static void submitted(Domain domain, PlaceOrder command) {
    // docs: submitted
    CommandReceipt receipt = domain.submit(command);
    if (receipt.await(TWO_SECONDS).isEnd()) {
      domain.viewFor(OrderDashboard.class).after(receipt.token());
    }
    // docs: end
  }

  static void passedOn(Domain domain, ConsistencyToken one, ConsistencyToken other) {
    // docs: text
    String text = one.and(other).toString(); // at most 1,000 characters, for a URL or a header
    ConsistencyToken token = ConsistencyToken.parse(text);
    domain.await(token, TWO_SECONDS, OrderDashboard.class); // before a read of your own
    // docs: end
  }

  record DashboardController(Domain domain) {
    // docs: controller
    @ReadsProjections(OrderDashboard.class)
    @GetMapping("/api/orders")
    List<OrderDashboard> latest() {
      return domain.ask(new FindOrders(50));
    }
    // docs: end
  }
}
