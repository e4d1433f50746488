package dev.foliot.sample.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON;

import dev.foliot.Domain;
import dev.foliot.sample.catalog.AddProduct;
import dev.foliot.sample.inventory.ReceiveStock;
import dev.foliot.test.SyncFlowTest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The shop over HTTP. Everything that a request causes has happened when it returns. */
@SyncFlowTest
@AutoConfigureMockMvc
class ShopApiIntegrationTests {
  @Autowired MockMvcTester http;
  @Autowired Domain domain;

  @BeforeEach
  void pendulumsForSale() {
    domain.process(new AddProduct("pendulum", "Pendulum", new BigDecimal("36.00")));
    domain.process(new ReceiveStock("pendulum", 10, "main"));
  }

  @Test
  void placesAnOrder() {
    var response =
        post(
            "/api/orders",
            """
            {"orderId": "ord-1", "customerId": "cust-7",
             "lines": [{"productId": "pendulum", "quantity": 2}]}
            """);

    assertThat(response)
        .hasStatus(HttpStatus.CREATED)
        .hasHeader("Location", "/api/orders/ord-1")
        .bodyJson()
        .isLenientlyEqualTo(
            """
            {"orderId": "ord-1", "customerId": "cust-7", "total": 72.00, "status": "SHIPPED"}
            """);
  }

  @Test
  void tellsWhatHappenedToAnOrder() {
    var location =
        place("{\"productId\": \"pendulum\", \"quantity\": 1}").getResponse().getHeader("Location");

    assertThat(http.get().uri(location + "/history"))
        .bodyJson()
        .extractingPath("$[*].what")
        .asArray()
        .startsWith("order-placed")
        .hasSizeGreaterThan(2);
    assertThat(http.get().uri("/api/orders/ord-99/history")).hasStatus(HttpStatus.NOT_FOUND);
  }

  @Test
  void showsTheCheckoutOfAnOrder() {
    var location =
        place("{\"productId\": \"pendulum\", \"quantity\": 1}").getResponse().getHeader("Location");

    var process = assertThat(http.get().uri(location + "/process")).bodyJson();
    process.extractingPath("$.status").isEqualTo("ENDED");
    process
        .extractingPath("$.transitions[*].messageType")
        .isEqualTo(
            List.of(
                "order-placed",
                "order-reserved",
                "payment-authorised",
                "order-confirmed",
                "order-shipped"));
    assertThat(http.get().uri("/api/orders/ord-99/process")).hasStatus(HttpStatus.NOT_FOUND);
  }

  @Test
  void givesAnIdToAnOrderWithoutOne() {
    var response = place("{\"productId\": \"pendulum\", \"quantity\": 1}");

    assertThat(response).hasStatus(HttpStatus.CREATED);
    assertThat(http.get().uri(response.getResponse().getHeader("Location"))).hasStatusOk();
  }

  @Test
  void listsOrdersAndCountsThem() {
    place("{\"productId\": \"pendulum\", \"quantity\": 1}");

    assertThat(http.get().uri("/api/orders"))
        .bodyJson()
        .extractingPath("$[0].status")
        .isEqualTo("shipped");
    assertThat(http.get().uri("/api/orders?customerId=cust-8")).bodyJson().isEqualTo("[]");
    assertThat(http.get().uri("/api/orders/counts"))
        .bodyJson()
        .isEqualTo("[{\"status\": \"shipped\", \"orders\": 1}]");
  }

  @Test
  void showsCatalogueAndStock() {
    assertThat(http.get().uri("/api/products"))
        .bodyJson()
        .isEqualTo("[{\"productId\": \"pendulum\", \"name\": \"Pendulum\", \"price\": 36.00}]");
    assertThat(http.get().uri("/api/stock"))
        .bodyJson()
        .isLenientlyEqualTo("[{\"productId\": \"pendulum\", \"available\": 10, \"reserved\": 0}]");
  }

  @Test
  void doesNotFindAnUnknownOrder() {
    assertThat(http.get().uri("/api/orders/ord-99"))
        .hasStatus(HttpStatus.NOT_FOUND)
        .hasContentType(APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("Order ord-99 does not exist. Check the id.");
  }

  @Test
  void namesEachViolationOfARequest() {
    var response =
        post(
            "/api/orders",
            """
            {"customerId": "", "lines": [{"productId": "pendulum", "quantity": 0}]}
            """);

    assertThat(response)
        .hasStatus(HttpStatus.BAD_REQUEST)
        .hasContentType(APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .extractingPath("$.violations[*].path")
        .asArray()
        .containsExactlyInAnyOrder("customerId", "lines[0].quantity");
  }

  @Test
  void namesEachViolationOfACommand() {
    assertThat(post("/api/stock", "{\"productId\": \"pendulum\"}"))
        .hasStatus(HttpStatus.BAD_REQUEST)
        .bodyJson()
        .extractingPath("$.violations")
        .isEqualTo(
            List.of(
                Map.of("path", "quantity", "message", "must be greater than 0"),
                Map.of("path", "warehouse", "message", "must not be blank")));
  }

  @Test
  void refusesAProductNameThatIsTooLong() {
    assertThat(
            post(
                "/api/products",
                "{\"productId\": \"anvil\", \"name\": \"%s\", \"price\": 36.00}"
                    .formatted("x".repeat(256))))
        .hasStatus(HttpStatus.BAD_REQUEST)
        .bodyJson()
        .extractingPath("$.violations[*].path")
        .isEqualTo(List.of("name"));
  }

  @Test
  void namesTheParameterThatIsWrong() {
    assertThat(http.get().uri("/api/orders?limit=0"))
        .hasStatus(HttpStatus.BAD_REQUEST)
        .bodyJson()
        .extractingPath("$.violations[0].path")
        .isEqualTo("limit");
  }

  @Test
  void refusesBrokenJson() {
    assertThat(post("/api/orders", "{\"customerId\": "))
        .hasStatus(HttpStatus.BAD_REQUEST)
        .hasContentType(APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .extractingPath("$.detail")
        .asString()
        .startsWith("The request cannot be read: Unexpected end");
  }

  @Test
  void refusesOtherMediaTypes() {
    assertThat(http.post().uri("/api/orders").contentType(MediaType.TEXT_PLAIN).content("two"))
        .hasStatus(HttpStatus.UNSUPPORTED_MEDIA_TYPE)
        .hasContentType(APPLICATION_PROBLEM_JSON);
  }

  @Test
  void refusesAnOrderOfWhatItDoesNotSell() {
    assertThat(place("{\"productId\": \"anvil\", \"quantity\": 1}"))
        .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
  }

  @Test
  void refusesToPlaceAnOrderTwice() {
    String order =
        """
        {"orderId": "ord-1", "customerId": "cust-7",
         "lines": [{"productId": "pendulum", "quantity": 2}]}
        """;
    post("/api/orders", order);

    assertThat(post("/api/orders", order))
        .hasStatus(HttpStatus.CONFLICT)
        .hasContentType(APPLICATION_PROBLEM_JSON);
  }

  @Test
  void placesAnOrderOnceForEachKey() {
    String order =
        "{\"customerId\": \"cust-7\", \"lines\": [{\"productId\": \"pendulum\", \"quantity\": 2}]}";

    var first = post("/api/orders", order, "key-1");
    var again = post("/api/orders", order, "key-1");

    assertThat(first).hasStatus(HttpStatus.CREATED);
    assertThat(again).hasStatus(HttpStatus.CREATED);
    assertThat(again.getResponse().getHeader("Location"))
        .isEqualTo(first.getResponse().getHeader("Location"));
    assertThat(post("/api/orders", order, "key-2")).hasStatus(HttpStatus.CREATED);
    assertThat(http.get().uri("/api/orders/counts"))
        .bodyJson()
        .isEqualTo("[{\"status\": \"shipped\", \"orders\": 2}]");
  }

  @Test
  void refusesAnotherOrderForTheSameKey() {
    post(
        "/api/orders",
        "{\"customerId\": \"cust-7\", \"lines\": [{\"productId\": \"pendulum\", \"quantity\": 2}]}",
        "key-1");

    assertThat(
            post(
                "/api/orders",
                "{\"customerId\": \"cust-7\", \"lines\": [{\"productId\": \"pendulum\", \"quantity\": 3}]}",
                "key-1"))
        .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
        .hasContentType(APPLICATION_PROBLEM_JSON);
  }

  @Test
  void refusesToWriteOffMoreThanThereIs() {
    assertThat(
            post(
                "/api/stock/write-offs",
                "{\"productId\": \"pendulum\", \"quantity\": 11, \"reason\": \"fire\"}"))
        .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
        .bodyJson()
        .extractingPath("$.invariants")
        .isEqualTo(List.of("neverOversold"));
  }

  @Test
  void importsGoodLinesAndReportsBadOnes() {
    String file =
        """
        orderId,customerId,total,lines
        imp-1,cust-7,72.00,pendulum:2
        imp-2,cust-7,much,pendulum:1

        imp-3,"cust-8,36.00,pendulum:1
        imp-4,cust-9,-5,pendulum:1
        imp-5,cust-9,36.00,pendulum:1
        """;

    assertThat(importAsForm(file))
        .hasStatusOk()
        .bodyJson()
        .isEqualTo(
            """
            {"placed": 2, "unchanged": 0, "badLines": [
              {"line": 3, "reason": "total is \\"much\\", expected a number such as 99.95"},
              {"line": 5, "reason": "broken quotation"},
              {"line": 6, "reason": "total must be greater than 0, but is -5"}]}
            """);
  }

  @Test
  void importsLinesAfterAProductIdThatIsTooLong() {
    String file =
        """
        orderId,customerId,total,lines
        imp-1,cust-7,72.00,%s:2
        imp-2,cust-7,36.00,pendulum:1
        """
            .formatted("x".repeat(256));

    var report = assertThat(importAsForm(file)).hasStatusOk().bodyJson();
    report.extractingPath("$.placed").isEqualTo(1);
    report.extractingPath("$.badLines[*].line").isEqualTo(List.of(2));
    report
        .extractingPath("$.badLines[0].reason")
        .asString()
        .startsWith("lines[0].productId must match ");
  }

  @Test
  void changesNothingWhenAFileComesAgain() {
    String file =
        """
        orderId,customerId,total,lines
        imp-1,cust-7,72.00,pendulum:2
        """;
    importAsForm(file);

    assertThat(importAsText(file))
        .bodyJson()
        .isEqualTo("{\"placed\": 0, \"unchanged\": 1, \"badLines\": []}");
    assertThat(http.get().uri("/api/stock"))
        .bodyJson()
        .extractingPath("$[0].available")
        .isEqualTo(8);
  }

  @Test
  void refusesAFileThatHasNoHeader() {
    assertThat(importAsText("imp-1,cust-7,72.00,pendulum:2"))
        .hasStatus(HttpStatus.BAD_REQUEST)
        .hasContentType(APPLICATION_PROBLEM_JSON);
  }

  @Test
  void describesItself() {
    assertThat(http.get().uri("/v3/api-docs"))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.paths")
        .asMap()
        .containsKeys(
            "/api/orders",
            "/api/orders/{orderId}",
            "/api/orders/{orderId}/process",
            "/api/orders/{orderId}/fulfilment",
            "/api/approvals/{orderId}",
            "/api/imports/orders");
  }

  private MvcTestResult place(String line) {
    return post("/api/orders", "{\"customerId\": \"cust-7\", \"lines\": [" + line + "]}");
  }

  private MvcTestResult post(String uri, String json) {
    return http.post().uri(uri).contentType(APPLICATION_JSON).content(json).exchange();
  }

  private MvcTestResult post(String uri, String json, String key) {
    return http.post()
        .uri(uri)
        .header("Idempotency-Key", key)
        .contentType(APPLICATION_JSON)
        .content(json)
        .exchange();
  }

  private MvcTestResult importAsForm(String file) {
    return http.post()
        .uri("/api/imports/orders")
        .multipart()
        .file("file", file.getBytes(StandardCharsets.UTF_8))
        .exchange();
  }

  private MvcTestResult importAsText(String file) {
    return http.post()
        .uri("/api/imports/orders")
        .contentType(MediaType.parseMediaType("text/csv"))
        .content(file)
        .exchange();
  }
}
