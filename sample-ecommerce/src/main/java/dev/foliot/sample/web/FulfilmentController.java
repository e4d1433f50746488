package dev.foliot.sample.web;

import dev.foliot.Domain;
import dev.foliot.autoconfigure.web.ServerSentEvents;
import dev.foliot.sample.fulfilment.Approval;
import dev.foliot.sample.fulfilment.DecideApproval;
import dev.foliot.sample.fulfilment.FindApprovals;
import dev.foliot.sample.order.FindOrder;
import dev.foliot.workflow.EmittedEvent;
import dev.foliot.workflow.RunReport;
import dev.foliot.workflow.Workflows;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The runs of the workflow, and the people that they wait for. */
@Tag(name = "fulfilment")
@RestController
@RequestMapping("/api")
class FulfilmentController {
  private final Domain domain;
  private final Workflows workflows;
  private final ServerSentEvents events;

  FulfilmentController(Domain domain, Workflows workflows, ServerSentEvents events) {
    this.domain = domain;
    this.workflows = workflows;
    this.events = events;
  }

  /** The decision of a person about the order in the path. */
  record Decision(boolean approved, String by) {}

  @Operation(summary = "The orders that wait for a person")
  @GetMapping("/approvals")
  List<Approval> approvals(@RequestParam(defaultValue = "50") @Min(1) @Max(1000) int limit) {
    return domain.ask(new FindApprovals(limit));
  }

  @Operation(summary = "Approve an order, or reject it")
  @PostMapping("/approvals/{orderId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void decide(@PathVariable String orderId, @RequestBody Decision decision) {
    domain.process(new DecideApproval(orderId, decision.approved(), decision.by()));
  }

  @Operation(summary = "The fulfilment of one order, with all its operations so far")
  @GetMapping("/orders/{orderId}/fulfilment")
  ResponseEntity<RunReport> fulfilment(@PathVariable String orderId) {
    domain.ask(new FindOrder(orderId)); // which says if there is none
    return ResponseEntity.of(workflows.show("fulfilment-" + orderId));
  }

  // docs: live
  @Operation(summary = "The progress of the fulfilment of one order, as it happens")
  @GetMapping(
      path = "/orders/{orderId}/fulfilment/live",
      produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter progress(
      @PathVariable String orderId,
      @RequestHeader(name = "Last-Event-ID", defaultValue = "0") long after) {
    String run = "fulfilment-" + orderId;
    workflows.handle(run).status(); // throws RunNotFoundException before the stream begins
    return events.stream(
        workflows.follow(run, after),
        event -> String.valueOf(event.position()),
        EmittedEvent::value,
        Duration.ZERO);
  }
  // docs: end
}
