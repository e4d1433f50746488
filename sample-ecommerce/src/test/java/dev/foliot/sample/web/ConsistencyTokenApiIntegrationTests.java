package dev.foliot.sample.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.consistency.ConsistencyToken;
import dev.foliot.sample.catalog.AddProduct;
import dev.foliot.sample.inventory.ReceiveStock;
import dev.foliot.test.EngineTest;
import java.math.BigDecimal;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The consistency token over HTTP; the engine moves when the test says so. */
@EngineTest
@AutoConfigureMockMvc
@TestPropertySource(properties = "foliot.query.consistency-timeout=0s")
class ConsistencyTokenApiIntegrationTests {
  private static final String HEADER = "Foliot-Consistency-Token";

  @Autowired MockMvcTester http;
  @Autowired Domain domain;
  @Autowired Engine engine;

  @BeforeEach
  void pendulumsForSale() {
    domain.process(new AddProduct("pendulum", "Pendulum", new BigDecimal("36.00")));
    domain.process(new ReceiveStock("pendulum", 10, "main"));
    engine.run();
  }

  private String placed() {
    MvcTestResult response =
        http.post()
            .uri("/api/orders")
            .contentType(APPLICATION_JSON)
            .content(
                """
                {"orderId": "ord-1", "customerId": "cust-7",
                 "lines": [{"productId": "pendulum", "quantity": 2}]}
                """)
            .exchange();
    assertThat(response).hasStatus(HttpStatus.CREATED).containsHeader(HEADER);
    return Objects.requireNonNull(response.getResponse().getHeader(HEADER));
  }

  private MvcTestResult orders(String token) {
    return read("/api/orders", token);
  }

  private MvcTestResult read(String path, String token) {
    return http.get().uri(path).header(HEADER, token).exchange();
  }

  @Test
  void responseHasTheTokenOfWhatItsRequestCommitted() {
    assertThat(ConsistencyToken.parse(placed()).isEmpty()).isFalse();
  }

  @Test
  void responseToAReadHasNone() {
    assertThat(http.get().uri("/api/orders")).hasStatusOk().doesNotContainHeader(HEADER);
  }

  @Test
  void tokensOfEarlierRequestsOfTheThreadDoNotCount() {
    String first = placed();

    assertThat(http.get().uri("/api/orders")).doesNotContainHeader(HEADER);
    assertThat(first).isNotEmpty();
  }

  @Test
  void laterCommitsOfTheThreadDoNotCount() {
    MockHttpServletResponse response = http.get().uri("/api/orders").exchange().getResponse();
    response.setCommitted(false); // so that a header could still be set

    domain.process(new ReceiveStock("pendulum", 1, "main"));

    assertThat(response.getHeader(HEADER)).isNull();
  }

  @Test
  void requestWithATokenSeesTheChange() {
    String token = placed();
    engine.run();

    assertThat(orders(token))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$[0].orderId")
        .isEqualTo("ord-1");
  }

  @Test
  void requestWithATokenNeverSeesOlderRows() {
    assertThat(orders(placed()))
        .hasFailed()
        .failure()
        .hasMessageContaining("A read waits for the projections");
  }

  @Test
  void answers503IfTheProjectionStands() {
    String token = placed();
    domain.subscriptions().pause("order-dashboard-projector", "the table is being repaired");
    try {
      assertThat(orders(token))
          .hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
          .hasContentType(APPLICATION_PROBLEM_JSON)
          .doesNotContainHeader("Retry-After")
          .bodyJson()
          .extractingPath("$.detail")
          .isEqualTo(
              "The data does not show the last change, and will not without help. Repeat the request without the consistency token.");
    } finally {
      domain.subscriptions().resume("order-dashboard-projector");
    }
  }

  @Test
  void readWaitsForTheProjectionsThatItsMethodNames() {
    String token = placed();
    domain.subscriptions().pause("order-dashboard-projector", "the table is being repaired");
    try {
      assertThat(read("/api/stock", token)).as("another projection").hasStatusOk();
      assertThat(read("/api/dashboard/rebuild", token)).as("none").hasStatus2xxSuccessful();
      assertThat(read("/api/orders/counts", token)).hasStatus(HttpStatus.SERVICE_UNAVAILABLE);
      assertThat(read("/api/orders?customerId=cust-7", token))
          .hasStatus(HttpStatus.SERVICE_UNAVAILABLE);
      assertThat(read("/api/products", token))
          .as("a method that names none waits for all")
          .hasStatus(HttpStatus.SERVICE_UNAVAILABLE);
    } finally {
      domain.subscriptions().resume("order-dashboard-projector");
    }
  }

  /** As the page does after it has placed an order. */
  @Test
  void countsAndOrdersShowTheOrderThatWasJustPlaced() {
    String token = placed();
    engine.run();

    assertThat(read("/api/orders/counts", token)).hasStatusOk();
    assertThat(read("/api/orders?customerId=cust-7", token))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$[*].orderId")
        .asArray()
        .containsExactly("ord-1");
  }

  @Test
  void answers400ToATextThatIsNoToken() {
    assertThat(orders("<script>"))
        .hasStatus(HttpStatus.BAD_REQUEST)
        .hasContentType(APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("The consistency token is not valid. Repeat the request without it.");
  }
}
