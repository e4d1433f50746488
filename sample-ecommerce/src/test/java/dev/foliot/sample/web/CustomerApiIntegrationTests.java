package dev.foliot.sample.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON;

import dev.foliot.test.SyncFlowTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Customers, who may ask to be forgotten. */
@SyncFlowTest
@AutoConfigureMockMvc
class CustomerApiIntegrationTests {
  private static final String ANN =
      """
      {"customerId": "cust-7", "name": "Ann Smith", "email": "ann@example.org",
       "address": {"street": "Elm Street 7", "city": "Springfield"}}
      """;

  @Autowired MockMvcTester http;
  @Autowired JdbcTemplate jdbc;

  @Test
  void registersACustomer() {
    assertThat(register(ANN))
        .hasStatus(HttpStatus.CREATED)
        .hasHeader("Location", "/api/customers/cust-7")
        .bodyJson()
        .isEqualTo(ANN);
  }

  @Test
  void refusesToRegisterTwice() {
    register(ANN);

    assertThat(register(ANN))
        .hasStatus(HttpStatus.CONFLICT)
        .hasContentType(APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("Customer cust-7 is registered already. Give another customer another id.");
  }

  @Test
  void refusesWhatIsNoAddress() {
    assertThat(register("{\"customerId\": \"cust-7\", \"name\": \"Ann\", \"email\": \"?\"}"))
        .hasStatus(HttpStatus.BAD_REQUEST);
  }

  @Test
  void forgetsACustomer() {
    register(ANN);
    assertThat(everythingStored())
        .contains("cust-7")
        .doesNotContain("Ann Smith", "ann@", "Elm Street");

    assertThat(http.delete().uri("/api/customers/cust-7/personal-data"))
        .hasStatus(HttpStatus.NO_CONTENT);

    assertThat(http.get().uri("/api/customers/cust-7"))
        .hasStatusOk()
        .bodyJson()
        .isEqualTo(
            """
            {"customerId": "cust-7", "name": "(forgotten)", "email": "(forgotten)", "address": null}
            """);
    assertThat(everythingStored()).doesNotContain("Ann Smith", "ann@", "Elm Street");
  }

  @Test
  void mayBeAskedToForgetTwice() {
    register(ANN);
    http.delete().uri("/api/customers/cust-7/personal-data").exchange();

    assertThat(http.delete().uri("/api/customers/cust-7/personal-data"))
        .hasStatus(HttpStatus.NO_CONTENT);
  }

  private String everythingStored() {
    List<String> tables =
        jdbc.queryForList(
            "select table_name from information_schema.tables where lower(table_name) like 'foliot%'",
            String.class);
    List<Map<String, Object>> rows = new ArrayList<>();
    tables.forEach(table -> rows.addAll(jdbc.queryForList("select * from " + table)));
    return rows.toString();
  }

  private MvcTestResult register(String json) {
    return http.post().uri("/api/customers").contentType(APPLICATION_JSON).content(json).exchange();
  }
}
