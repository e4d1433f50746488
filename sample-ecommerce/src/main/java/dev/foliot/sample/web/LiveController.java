package dev.foliot.sample.web;

import dev.foliot.Domain;
import dev.foliot.autoconfigure.web.ServerSentEvents;
import dev.foliot.live.RowFilter;
import dev.foliot.sample.dashboard.OrderDashboard;
import dev.foliot.sample.inventory.StockLevel;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Server-sent events: the page shows each change at once, without polling. */
@Tag(name = "live")
@RestController
@RequestMapping(path = "/api", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
class LiveController {
  private final Domain domain;
  private final ServerSentEvents events;

  LiveController(Domain domain, ServerSentEvents events) {
    this.domain = domain;
    this.events = events;
  }

  @Operation(summary = "The stock of every product, and each change of it")
  @GetMapping("/stock/live")
  SseEmitter stock() {
    return events.of(domain.changes(StockLevel.class, RowFilter.all()));
  }

  @Operation(summary = "One order on the dashboard, and each change of it")
  @GetMapping("/orders/{orderId}/live")
  SseEmitter order(@PathVariable String orderId) {
    return events.of(domain.changes(OrderDashboard.class, orderId));
  }
}
