package dev.foliot.sample.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.sample.catalog.AddProduct;
import dev.foliot.sample.inventory.ReceiveStock;
import dev.foliot.test.EngineTest;
import java.math.BigDecimal;
import java.util.List;
import org.assertj.core.api.AbstractObjectAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Fraud cases over HTTP, with an engine that runs when the test says so. */
@EngineTest
@AutoConfigureMockMvc
// As in SubscriptionsApiIntegrationTests: they share their context.
@TestPropertySource(properties = "management.endpoint.foliot.access=unrestricted")
class FraudApiIntegrationTests {
  private static final String CASE = "/api/fraud-cases/ord-2";
  private static final String GENUINE = "{\"genuine\": true, \"by\": \"ann\"}";
  private static final String FRAUD = "{\"genuine\": false, \"by\": \"ann\"}";

  @Autowired MockMvcTester http;
  @Autowired Domain domain;
  @Autowired Engine engine;

  /** The second order of a customer within an hour. */
  @BeforeEach
  void suspectedOrder() {
    domain.process(new AddProduct("verge-clock", "Verge clock", new BigDecimal("690.00")));
    domain.process(new ReceiveStock("verge-clock", 100, "main"));
    place("ord-1", 1);
    place("ord-2", 2);
  }

  @Test
  void listsSuspectedOrders() {
    assertThat(http.get().uri("/api/fraud-cases"))
        .bodyJson()
        .isLenientlyEqualTo(
            """
            [{"orderId": "ord-2", "customerId": "cust-7", "total": 1380.00, "status": "UNSURE",
              "reason": "a large amount, large orders in one hour"}]
            """);
    checkedAt("/api/fraud-cases/ord-1", "$.status").isEqualTo("GENUINE");
    checkedAt("/api/orders/ord-1", "$.status").isEqualTo("SHIPPED");
    checkedAt("/api/orders/ord-2", "$.status").isEqualTo("CONFIRMED");
  }

  @Test
  void showsTheCheckOfAnOrder() {
    checkedAt("/api/orders/ord-2/fraud-check", "$.run.status").isEqualTo("WAITING");
    checkedAt("/api/orders/ord-2/fraud-check", "$.operations[?(@.kind == 'Step')].name")
        .isEqualTo(
            List.of(
                "open", "amount", "reputation", "velocity", "assess", "assess", "assess", "ask"));
  }

  @Test
  void asksForTheApprovalOfAClearedOrder() {
    assertThat(post(CASE, GENUINE)).hasStatus(HttpStatus.NO_CONTENT);
    engine.run();

    assertThat(http.get().uri("/api/fraud-cases")).bodyJson().isEqualTo("[]");
    checkedAt("/api/approvals", "$[*].orderId").isEqualTo(List.of("ord-2"));
    checkedAt("/api/orders/ord-2/fraud-check", "$.run.status").isEqualTo("SUCCEEDED");
  }

  @Test
  void cancelsARefusedOrder() {
    post(CASE, FRAUD);
    engine.run();

    checkedAt("/api/orders/ord-2", "$.status").isEqualTo("CANCELLED");
    checkedAt("/api/orders?customerId=cust-7", "$[?(@.orderId == 'ord-2')].note")
        .isEqualTo(List.of("refused by ann"));
    assertThat(http.get().uri("/api/approvals")).bodyJson().isEqualTo("[]");
  }

  @Test
  void refusesASecondDecision() {
    post(CASE, GENUINE);

    assertThat(post(CASE, FRAUD))
        .hasStatus(HttpStatus.CONFLICT)
        .hasContentType(APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo(
            "The fraud case of order ord-2 is GENUINE, expected UNSURE: a decision is not open."
                + " Look at the case.");
  }

  @Test
  void refusesADecisionAboutAnOrderWithoutACase() {
    assertThat(post("/api/fraud-cases/ord-99", FRAUD))
        .hasStatus(HttpStatus.NOT_FOUND)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("Order ord-99 has no fraud case: only orders above 500 have one. Check the id.");
  }

  @Test
  void refusesADecisionOfNobody() {
    assertThat(post(CASE, "{\"genuine\": true}"))
        .hasStatus(HttpStatus.BAD_REQUEST)
        .bodyJson()
        .extractingPath("$.violations[0].path")
        .isEqualTo("by");
  }

  private void place(String orderId, int clocks) {
    assertThat(
            post(
                "/api/orders",
                """
                {"orderId": "%s", "customerId": "cust-7",
                 "lines": [{"productId": "verge-clock", "quantity": %s}]}
                """
                    .formatted(orderId, clocks)))
        .hasStatus(HttpStatus.CREATED);
    engine.run();
  }

  private MvcTestResult post(String uri, String json) {
    return http.post().uri(uri).contentType(APPLICATION_JSON).content(json).exchange();
  }

  private AbstractObjectAssert<?, Object> checkedAt(String uri, String path) {
    return assertThat(http.get().uri(uri)).bodyJson().extractingPath(path);
  }
}
