package dev.foliot.readme;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Domain;
import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.DomainEvent;
import dev.foliot.handler.Handle;
import dev.foliot.handler.On;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import dev.foliot.test.SyncFlowTest;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.data.jpa.repository.JpaRepository;

/** The code in the README is the code in this file, and it works. */
@SyncFlowTest
class ReadmeIntegrationTests {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @SpringBootApplication
  static class ReadmeApplication {}

  @Autowired Domain domain;

  @Test
  void ordersAddUpToTheTotalOfTheCustomer() {
    domain.process(new PlaceOrder("ord-1", "cust-1", new BigDecimal("99.95")));
    String id = domain.process(new PlaceOrder("ord-2", "cust-1", new BigDecimal("0.05")));

    assertThat(id).isEqualTo("ord-2");
    assertThat(domain.viewFor(CustomerTotal.class).get("cust-1").total).isEqualByComparingTo("100");
  }

  @Test
  void secondPlacingIsRefused() {
    domain.process(new PlaceOrder("ord-1", "cust-1", BigDecimal.ONE));

    assertThatThrownBy(() -> domain.process(new PlaceOrder("ord-1", "cust-1", BigDecimal.ONE)))
        .hasMessage("ord-1 has been placed already");
  }

  @Test
  void readmeShowsThisCode() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String source =
        Files.readString(Path.of("src/test/java/dev/foliot/readme/ReadmeIntegrationTests.java"));
    Matcher shown = JAVA.matcher(readme);

    assertThat(shown.find()).isTrue();
    assertThat(plain(source)).contains(plain(shown.group(1)));
    assertThat(readme.lines()).hasSizeLessThanOrEqualTo(200);
  }

  private static String plain(String code) {
    return code.replaceAll("//.*", "").replaceAll("[\\s{}]+", "");
  }
}

@Command
record PlaceOrder(String orderId, String customerId, BigDecimal total) {}

@DomainEvent
record OrderPlaced(String orderId, String customerId, BigDecimal total) {}

@Aggregate
@Entity
@Table(name = "orders")
class Order extends StateStoredAggregate { // its row and its events commit together
  @Id private String orderId;
  private boolean placed;

  protected Order() {}

  Order(String orderId) {
    this.orderId = orderId;
  }

  void place(String customerId, BigDecimal total) {
    if (placed) throw new IllegalStateException(orderId + " has been placed already");
    placed = true;
    raise(new OrderPlaced(orderId, customerId, total));
  }

  @Override
  public String id() {
    return orderId;
  }
}

interface Orders extends JpaRepository<Order, String> {} // a usual Spring Data repository

@CommandHandler
class OrderCommandHandler {
  private final Orders orders;

  OrderCommandHandler(Orders orders) {
    this.orders = orders;
  }

  @Handle
  String place(PlaceOrder command) {
    Order order = orders.findById(command.orderId()).orElseGet(() -> new Order(command.orderId()));
    order.place(command.customerId(), command.total());
    return orders.save(order).id();
  }
}

@Projection
@Entity
class CustomerTotal {
  @Id String customerId;
  BigDecimal total = BigDecimal.ZERO;
}

interface CustomerTotals extends JpaRepository<CustomerTotal, String> {}

@Projector(
    value = CustomerTotal.class,
    sequencedBy = "customerId") // events of one customer in order
class CustomerTotalProjector {
  private final CustomerTotals totals;

  CustomerTotalProjector(CustomerTotals totals) {
    this.totals = totals;
  }

  @On
  void placed(OrderPlaced event) {
    CustomerTotal row = totals.findById(event.customerId()).orElseGet(CustomerTotal::new);
    row.customerId = event.customerId();
    row.total = row.total.add(event.total());
    totals.save(row);
  }
}
