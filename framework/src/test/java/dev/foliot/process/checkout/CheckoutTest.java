package dev.foliot.process.checkout;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.EngineRun;
import dev.foliot.aggregate.AggregateCache;
import dev.foliot.engine.EngineNode;
import dev.foliot.process.checkout.CheckoutShop.Calls;
import dev.foliot.process.checkout.CheckoutShop.Line;
import dev.foliot.process.checkout.CheckoutShop.Order;
import dev.foliot.process.checkout.CheckoutShop.OrderPlaced;
import dev.foliot.process.checkout.CheckoutShop.OrderShipped;
import dev.foliot.process.checkout.CheckoutShop.Payment;
import dev.foliot.process.checkout.CheckoutShop.PaymentTaken;
import dev.foliot.process.checkout.CheckoutShop.Reservation;
import dev.foliot.process.checkout.CheckoutShop.StockReserved;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.FoliotTables;
import dev.foliot.time.SteppableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;

/** A test of the whole {@link CheckoutShop} on the database of the suite. */
@SpringBootTest(
    classes = CheckoutShop.class,
    properties = {
      "foliot.engine.enabled=false",
      "foliot.engine.notifications=false",
      "foliot.schema.initialize=always",
      "spring.main.banner-mode=off"
    })
@ContextConfiguration(initializers = ShopTest.DatabaseOfSuite.class)
public abstract class CheckoutTest {
  /** Where the clock stands at the beginning of each test. */
  protected static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Autowired protected Domain domain;
  @Autowired protected EngineNode node;
  @Autowired protected JdbcTemplate jdbc;
  @Autowired protected SteppableClock clock;
  @Autowired protected Calls calls;
  @Autowired protected AggregateCache aggregates;

  @BeforeEach
  protected void beginAgain() {
    FoliotTables.empty(jdbc);
    aggregates.clear();
    clock.set(START);
    calls.reset();
    node.register();
  }

  /** Delivers everything that is due now. */
  protected EngineRun run() {
    return Engine.inTestMode(domain).run();
  }

  /** Lets time pass, and delivers what is due then. */
  protected EngineRun runAfter(Duration time) {
    clock.advance(time);
    return run();
  }

  protected void placed(String orderId) {
    List<Line> lines =
        List.of(
            new Line("p1", 2, new BigDecimal("10.00")), new Line("p2", 1, new BigDecimal("0.10")));
    domain.append(
        Order.class,
        orderId,
        List.of(
            new OrderPlaced(orderId, new BigDecimal("20.10"), LocalDate.of(2026, 2, 28), lines)));
  }

  protected void reserved(String orderId) {
    domain.append(Reservation.class, orderId, List.of(new StockReserved(orderId)));
  }

  protected void paid(String orderId) {
    domain.append(Payment.class, orderId, List.of(new PaymentTaken(orderId)));
  }

  protected void shipped(String orderId) {
    domain.append(Order.class, orderId, List.of(new OrderShipped(orderId)));
  }

  /** The commands in the log, in its order, each with its payload. */
  protected List<String> sent() {
    return jdbc.queryForList(
        "select type || ' ' || payload from foliot_message where kind = 2 order by position",
        String.class);
  }
}
