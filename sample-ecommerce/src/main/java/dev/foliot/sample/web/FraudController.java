package dev.foliot.sample.web;

import dev.foliot.Domain;
import dev.foliot.sample.fraud.DecideFraudCase;
import dev.foliot.sample.fraud.FindFraudCase;
import dev.foliot.sample.fraud.FindFraudCases;
import dev.foliot.sample.fraud.FraudCaseDetails;
import dev.foliot.workflow.RunReport;
import dev.foliot.workflow.Workflows;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The fraud checks of large orders, and the people that they wait for. */
@Tag(name = "fraud")
@RestController
@RequestMapping("/api")
class FraudController {
  private final Domain domain;
  private final Workflows workflows;

  FraudController(Domain domain, Workflows workflows) {
    this.domain = domain;
    this.workflows = workflows;
  }

  /** The decision of a person about the order in the path. */
  record Verdict(boolean genuine, String by) {}

  @Operation(summary = "The suspected orders that wait for a person")
  @GetMapping("/fraud-cases")
  List<FraudCaseDetails> cases(@RequestParam(defaultValue = "50") @Min(1) @Max(1000) int limit) {
    return domain.ask(new FindFraudCases(limit));
  }

  @Operation(summary = "The fraud case of one order")
  @GetMapping("/fraud-cases/{orderId}")
  FraudCaseDetails one(@PathVariable String orderId) {
    return domain.ask(new FindFraudCase(orderId));
  }

  @Operation(summary = "Clear a suspected order, or refuse it")
  @PostMapping("/fraud-cases/{orderId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void decide(@PathVariable String orderId, @RequestBody Verdict verdict) {
    domain.process(new DecideFraudCase(orderId, verdict.genuine(), verdict.by()));
  }

  @Operation(summary = "The fraud check of one order, with all its steps so far")
  @GetMapping("/orders/{orderId}/fraud-check")
  ResponseEntity<RunReport> check(@PathVariable String orderId) {
    return ResponseEntity.of(workflows.show(one(orderId).runId()));
  }
}
