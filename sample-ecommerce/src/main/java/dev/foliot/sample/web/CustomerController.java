package dev.foliot.sample.web;

import dev.foliot.Domain;
import dev.foliot.sample.customer.CustomerDetails;
import dev.foliot.sample.customer.FindCustomer;
import dev.foliot.sample.customer.RegisterCustomer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "customers")
@RestController
@RequestMapping("/api/customers")
class CustomerController {
  private final Domain domain;

  CustomerController(Domain domain) {
    this.domain = domain;
  }

  @Operation(summary = "Register a customer")
  @PostMapping
  ResponseEntity<CustomerDetails> register(@RequestBody RegisterCustomer command) {
    domain.process(command);
    String id = command.customerId();
    return ResponseEntity.created(URI.create("/api/customers/" + id)).body(one(id));
  }

  @Operation(summary = "One customer")
  @GetMapping("/{customerId}")
  CustomerDetails one(@PathVariable String customerId) {
    return domain.ask(new FindCustomer(customerId));
  }

  @Operation(summary = "Forget the customer: stored personal data cannot be read any more")
  @DeleteMapping("/{customerId}/personal-data")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void forget(@PathVariable String customerId) {
    domain.forget(customerId);
  }
}
