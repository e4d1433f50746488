package dev.foliot.sample.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON;
import static org.springframework.http.MediaType.TEXT_EVENT_STREAM;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.sample.catalog.AddProduct;
import dev.foliot.sample.inventory.ReceiveStock;
import dev.foliot.test.EngineTest;
import java.io.UnsupportedEncodingException;
import java.math.BigDecimal;
import java.time.Duration;
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

/** Approvals and fulfilments over HTTP, with an engine that runs when the test says so. */
@EngineTest
@AutoConfigureMockMvc
// As in SubscriptionsApiIntegrationTests: they share their context.
@TestPropertySource(properties = "management.endpoint.foliot.access=unrestricted")
class FulfilmentApiIntegrationTests {
  private static final String ORDER = "/api/orders/ord-1";
  private static final String END = "event:end\ndata:\n\n";

  @Autowired MockMvcTester http;
  @Autowired Domain domain;
  @Autowired Engine engine;

  @BeforeEach
  void pendulumsForSale() {
    domain.process(new AddProduct("pendulum", "Pendulum", new BigDecimal("36.00")));
    domain.process(new ReceiveStock("pendulum", 100, "main"));
  }

  @Test
  void shipsAnOrder() {
    place(2);

    checkedStatus().isEqualTo("SHIPPED");
    checkedAt("/api/orders", "$[0].status").isEqualTo("shipped");
    assertThat(http.get().uri("/api/orders/counts"))
        .bodyJson()
        .isEqualTo("[{\"status\": \"shipped\", \"orders\": 1}]");
  }

  @Test
  void showsTheCheckoutOfAShippedOrder() {
    place(2);

    checkedAt(ORDER + "/process", "$.status").isEqualTo("ENDED");
    checkedAt(ORDER + "/process", "$.transitions[*].messageType")
        .isEqualTo(
            List.of(
                "order-placed",
                "order-reserved",
                "payment-authorised",
                "order-confirmed",
                "order-shipped"));
  }

  @Test
  void showsTheFulfilmentOfAnOrder() {
    place(2);

    checkedAt(ORDER + "/fulfilment", "$.run.status").isEqualTo("WAITING");
    checkedAt(ORDER + "/fulfilment", "$.journal[?(@.type == 'SUCCEEDED' && @.name != null)].name")
        .isEqualTo(List.of("check the amount", "book", "carrier", "ship"));
    assertThat(http.get().uri("/api/orders/ord-99/fulfilment")).hasStatus(HttpStatus.NOT_FOUND);
  }

  @Test
  void followsTheFulfilmentOfAnOrder() throws UnsupportedEncodingException {
    place(2);
    MvcTestResult live = follow(0);
    String present = live.getResponse().getContentAsString();
    assertThat(present)
        .contains(
            "data:{\"text\":\"Waits for the carrier\"}",
            "data:{\"text\":\"The carrier takes it: TRACK-ord-1\"}")
        .doesNotContain("event:end");

    engine.runFor(Duration.ofDays(14));
    assertThat(live.getResponse().getContentAsString()).isEqualTo(present + END);

    long first =
        Long.parseLong(
            present.substring(present.indexOf("id:") + 3).lines().findFirst().orElseThrow());
    assertThat(follow(first).getResponse().getContentAsString())
        .contains("TRACK-ord-1")
        .doesNotContain("Waits for the carrier")
        .endsWith(END);
  }

  private MvcTestResult follow(long after) {
    return http.get()
        .uri(ORDER + "/fulfilment/live")
        .accept(TEXT_EVENT_STREAM)
        .header("Last-Event-ID", after)
        .asyncExchange();
  }

  @Test
  void unknownFulfilmentIsNotFollowed() {
    assertThat(http.get().uri("/api/orders/ord-99/fulfilment/live").accept(TEXT_EVENT_STREAM))
        .hasStatus(HttpStatus.NOT_FOUND)
        .hasContentType(APPLICATION_PROBLEM_JSON);
  }

  @Test
  void shipsWhatAPersonApproves() {
    place(42);
    checkedStatus().isEqualTo("CONFIRMED");
    assertThat(http.get().uri("/api/approvals"))
        .bodyJson()
        .isEqualTo("[{\"orderId\": \"ord-1\", \"customerId\": \"cust-7\", \"total\": 1512.00}]");

    assertThat(decide("ord-1", "{\"approved\": true, \"by\": \"ann\"}"))
        .hasStatus(HttpStatus.NO_CONTENT);
    engine.run();

    checkedStatus().isEqualTo("SHIPPED");
    assertThat(http.get().uri("/api/approvals")).bodyJson().isEqualTo("[]");
  }

  @Test
  void cancelsWhatAPersonRejects() {
    place(42);

    decide("ord-1", "{\"approved\": false, \"by\": \"ann\"}");
    engine.run();

    checkedStatus().isEqualTo("CANCELLED");
    checkedAt("/api/orders", "$[0].note").isEqualTo("rejected by ann");
  }

  @Test
  void refusesADecisionThatNobodyWaitsFor() {
    assertThat(decide("ord-1", "{\"approved\": true, \"by\": \"ann\"}"))
        .hasStatus(HttpStatus.NOT_FOUND)
        .hasContentType(APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .extractingPath("$.detail")
        .asString()
        .startsWith("Order ord-1 waits for no approval.");
  }

  @Test
  void refusesADecisionOfNobody() {
    place(42);

    assertThat(decide("ord-1", "{\"approved\": true}"))
        .hasStatus(HttpStatus.BAD_REQUEST)
        .bodyJson()
        .extractingPath("$.violations[0].path")
        .isEqualTo("by");
  }

  private void place(int pendulums) {
    assertThat(
            post(
                "/api/orders",
                """
                {"orderId": "ord-1", "customerId": "cust-7",
                 "lines": [{"productId": "pendulum", "quantity": %s}]}
                """
                    .formatted(pendulums)))
        .hasStatus(HttpStatus.CREATED);
    engine.run();
  }

  private MvcTestResult decide(String orderId, String json) {
    return post("/api/approvals/" + orderId, json);
  }

  private MvcTestResult post(String uri, String json) {
    return http.post().uri(uri).contentType(APPLICATION_JSON).content(json).exchange();
  }

  private AbstractObjectAssert<?, Object> checkedStatus() {
    return checkedAt(ORDER, "$.status");
  }

  private AbstractObjectAssert<?, Object> checkedAt(String uri, String path) {
    return assertThat(http.get().uri(uri)).bodyJson().extractingPath(path);
  }
}
