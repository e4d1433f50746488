package dev.foliot.sample.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON;

import dev.foliot.Domain;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.sample.catalog.AddProduct;
import dev.foliot.sample.catalog.Product;
import dev.foliot.sample.customer.RegisterCustomer;
import dev.foliot.sample.inventory.Inventory;
import dev.foliot.sample.inventory.ReceiveStock;
import dev.foliot.sample.inventory.StockLevel;
import dev.foliot.sample.inventory.WriteOffStock;
import dev.foliot.test.SyncFlowTest;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.test.json.AbstractJsonContentAssert;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Each exception of Foliot that a client can cause, as the response that the client gets. */
@SyncFlowTest
@AutoConfigureMockMvc
class ProblemDetailsIntegrationTests {
  @Autowired ApplicationContext context;
  @Autowired Domain domain;
  @Autowired TransactionTemplate transactions;
  @Autowired EntityManager entities;

  private AggregateRepository<Inventory> inventory;

  @RestController
  record Failing(Runnable action) {
    @GetMapping("/failing")
    void fail() {
      action.run();
    }
  }

  @BeforeEach
  void pendulums() {
    inventory = domain.repositoryFor(Inventory.class);
    domain.process(new ReceiveStock("pendulum", 10, "main"));
  }

  private void expect(Runnable action, HttpStatus status, String detail) {
    json(action, status).extractingPath("$.detail").isEqualTo(detail);
  }

  private AbstractJsonContentAssert<?> json(Runnable action, HttpStatus status) {
    MockMvcTester http =
        MockMvcTester.of(
            List.of(new Failing(action)),
            builder ->
                builder.setControllerAdvice(context.getBean("foliotProblemDetails")).build());
    return assertThat(http.get().uri("/failing"))
        .hasStatus(status)
        .hasContentType(APPLICATION_PROBLEM_JSON)
        .bodyJson();
  }

  @Test
  void answers400WithoutTheRejectedValues() {
    json(
            () ->
                domain.process(
                    new RegisterCustomer("cust-7", "Ann Smith", "ann.smith.example.org", null)),
            HttpStatus.BAD_REQUEST)
        .isEqualTo(
            """
            {"title": "Bad Request", "status": 400, "instance": "/failing",
             "detail": "The command is not valid. See its violations.",
             "violations": [{"path": "email", "message": "must be a well-formed email address"}]}
            """);
  }

  @Test
  void answers404() {
    UUID message = UUID.randomUUID();

    expect(
        () -> inventory.get("anvil"),
        HttpStatus.NOT_FOUND,
        "No inventory with the id anvil was found.");
    expect(
        () -> domain.viewFor(StockLevel.class).get("anvil"),
        HttpStatus.NOT_FOUND,
        "No StockLevel with the id anvil was found.");
    expect(
        () -> domain.trace(message),
        HttpStatus.NOT_FOUND,
        "No message with the id " + message + " was found.");
    expect(
        () -> domain.historyOf(Inventory.class, "pendulum").at(2),
        HttpStatus.NOT_FOUND,
        "Version 2 was not found: the current version is 1.");
  }

  @Test
  void answers409ToAnIdThatExists() {
    expect(
        () -> inventory.save(Inventory.receive("pendulum", 1, "main")),
        HttpStatus.CONFLICT,
        "The inventory with the id pendulum already exists.");
  }

  @Test
  void answers409ToTheIdOfADeletedAggregate() {
    var product = new AddProduct("anvil", "Anvil", new BigDecimal("36.00"));
    domain.process(product);
    transactions.executeWithoutResult(
        status -> entities.remove(entities.find(Product.class, "anvil")));

    expect(
        () -> domain.process(product),
        HttpStatus.CONFLICT,
        "The product with the id anvil was deleted. Use another id.");
  }

  @Test
  void answers410ToAClosedAggregate() {
    inventory.close("pendulum", "the supplier Ann Smith has died");

    expect(
        () -> domain.process(new ReceiveStock("pendulum", 1, "main")),
        HttpStatus.GONE,
        "The inventory with the id pendulum is closed and cannot be changed.");
  }

  @Test
  void answers422ToABrokenInvariant() {
    json(
            () -> domain.process(new WriteOffStock("pendulum", 11, "fire")),
            HttpStatus.UNPROCESSABLE_CONTENT)
        .extractingPath("$.invariants")
        .isEqualTo(List.of("neverOversold"));
  }
}
