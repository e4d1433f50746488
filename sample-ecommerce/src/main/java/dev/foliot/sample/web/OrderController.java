package dev.foliot.sample.web;

import dev.foliot.CommandOptions;
import dev.foliot.Domain;
import dev.foliot.consistency.ReadsProjections;
import dev.foliot.process.ProcessInstance;
import dev.foliot.sample.catalog.FindPrice;
import dev.foliot.sample.dashboard.CountOrders;
import dev.foliot.sample.dashboard.FindOrders;
import dev.foliot.sample.dashboard.FindOrdersOf;
import dev.foliot.sample.dashboard.OrderDashboard;
import dev.foliot.sample.dashboard.StatusCount;
import dev.foliot.sample.order.FindOrder;
import dev.foliot.sample.order.Order;
import dev.foliot.sample.order.OrderDetails;
import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.order.PlaceOrder;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "orders")
@RestController
@RequestMapping("/api/orders")
class OrderController {
  private final Domain domain;

  OrderController(Domain domain) {
    this.domain = domain;
  }

  @Operation(summary = "Place an order; the rest of the shop takes it from there")
  @PostMapping
  ResponseEntity<OrderDetails> place(
      @Valid @RequestBody OrderRequest request,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable @Size(min = 1, max = 200)
          String key) {
    String id = request.orderId() != null ? request.orderId() : newId(key);
    PlaceOrder order =
        new PlaceOrder(id, request.customerId(), totalOf(request.lines()), request.lines());
    domain.process(
        order, key == null ? CommandOptions.none() : CommandOptions.none().idempotencyKey(key));
    return ResponseEntity.created(URI.create("/api/orders/" + id)).body(one(id));
  }

  /** The same for the same key: a request that is repeated is about the same order. */
  private static String newId(@Nullable String key) {
    UUID id =
        key == null
            ? UUID.randomUUID()
            : UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    return "ord-" + id;
  }

  private BigDecimal totalOf(List<OrderLine> lines) {
    return lines.stream().map(this::price).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private BigDecimal price(OrderLine line) {
    BigDecimal piece = domain.ask(new FindPrice(line.productId()));
    return piece.multiply(BigDecimal.valueOf(line.quantity()));
  }

  @Operation(summary = "One order, as it is at this moment")
  @GetMapping("/{orderId}")
  OrderDetails one(@PathVariable String orderId) {
    return domain.ask(new FindOrder(orderId));
  }

  @Operation(summary = "All that happened to one order")
  @GetMapping("/{orderId}/history")
  List<OrderChange> history(@PathVariable String orderId) {
    one(orderId); // which says if there is none
    return domain.historyOf(Order.class, orderId).entries().map(OrderChange::of).toList();
  }

  @Operation(summary = "The checkout of one order, with all its steps so far")
  @GetMapping("/{orderId}/process")
  ResponseEntity<ProcessInstance> process(@PathVariable String orderId) {
    one(orderId); // which says if there is none
    return ResponseEntity.of(domain.processes().find("checkout", orderId));
  }

  @Operation(summary = "The dashboard: the latest orders, newest first")
  @ReadsProjections(OrderDashboard.class)
  @GetMapping
  List<OrderDashboard> latest(@RequestParam(defaultValue = "50") @Min(1) @Max(1000) int limit) {
    return domain.ask(new FindOrders(limit));
  }

  @Operation(summary = "The orders of one customer, newest first")
  @ReadsProjections(OrderDashboard.class)
  @GetMapping(params = "customerId")
  List<OrderDashboard> ofCustomer(@RequestParam String customerId) {
    return domain.ask(new FindOrdersOf(customerId));
  }

  @Operation(summary = "How many orders are in each status")
  @ReadsProjections(OrderDashboard.class)
  @GetMapping("/counts")
  List<StatusCount> counts() {
    return domain.ask(new CountOrders());
  }
}
