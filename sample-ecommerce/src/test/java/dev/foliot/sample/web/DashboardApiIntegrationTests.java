package dev.foliot.sample.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.sample.catalog.AddProduct;
import dev.foliot.sample.dashboard.OrderDashboard;
import dev.foliot.sample.inventory.ReceiveStock;
import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.order.PlaceOrder;
import dev.foliot.test.EngineTest;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The dashboard is rebuilt over HTTP, with an engine that runs when the test says so. */
@EngineTest
@AutoConfigureMockMvc
// As in SubscriptionsApiIntegrationTests: they share their context.
@TestPropertySource(properties = "management.endpoint.foliot.access=unrestricted")
class DashboardApiIntegrationTests {
  private static final String REBUILD = "/api/dashboard/rebuild";

  @Autowired MockMvcTester http;
  @Autowired Domain domain;
  @Autowired Engine engine;
  @Autowired JdbcTemplate jdbc;

  @BeforeEach
  void order() {
    domain.process(new AddProduct("hourglass", "Hourglass", new BigDecimal("24.00")));
    domain.process(new ReceiveStock("hourglass", 10, "main"));
    domain.process(
        new PlaceOrder(
            "ord-1", "cust-1", new BigDecimal("24.00"), List.of(new OrderLine("hourglass", 1))));
    engine.run();
  }

  @AfterEach
  void dropFormerRows() {
    domain.rebuilds().list().stream()
        .filter(each -> each.hasFormerRows())
        .forEach(each -> domain.rebuilds().dropFormer(each.id()));
  }

  @Test
  void restoresRowsThatWereChangedByHand() {
    String status = domain.viewFor(OrderDashboard.class).get("ord-1").status();
    jdbc.update("update order_dashboard set status = 'wrong'");
    assertThat(http.get().uri(REBUILD)).hasStatus(HttpStatus.NO_CONTENT);

    assertThat(http.post().uri(REBUILD)).hasStatus(HttpStatus.ACCEPTED);
    engine.run();

    assertThat(http.get().uri(REBUILD))
        .hasStatusOk()
        .bodyJson()
        .isLenientlyEqualTo("{\"status\": \"SWITCHED\", \"hasFormerRows\": true}");
    assertThat(domain.viewFor(OrderDashboard.class).get("ord-1").status()).isEqualTo(status);
  }

  @Test
  void refusesASecondRebuildMeanwhile() {
    assertThat(http.post().uri(REBUILD)).hasStatus(HttpStatus.ACCEPTED);

    assertThat(http.post().uri(REBUILD))
        .hasStatus(HttpStatus.CONFLICT)
        .hasContentType(APPLICATION_PROBLEM_JSON);
    engine.run();
  }
}
