package dev.foliot.sample.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.MediaType.APPLICATION_JSON;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.sample.inventory.ReceiveStock;
import dev.foliot.test.EngineTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The subscriptions over HTTP, where the operator may change them. */
@EngineTest
@AutoConfigureMockMvc
@TestPropertySource(properties = "management.endpoint.foliot.access=unrestricted")
class SubscriptionsApiIntegrationTests {
  private static final String NAME = "stock-level-projector";
  private static final String STOCK = "/actuator/foliot/" + NAME;

  @Autowired MockMvcTester http;
  @Autowired Domain domain;
  @Autowired Engine engine;
  @Autowired JdbcTemplate jdbc;

  private String id;

  /** A delivery that nobody can read: the projector of the stock has parked it. */
  @BeforeEach
  void parkedDelivery() {
    domain.process(new ReceiveStock("pendulum", 10, "main"));
    jdbc.update("update foliot_message set payload = '{'");
    engine.run();
    id = domain.subscriptions().parked(NAME, 0, 1).get(0).messageId().toString();
  }

  private MvcTestResult post(String uri, String json) {
    return http.post().uri(uri).contentType(APPLICATION_JSON).content(json).exchange();
  }

  @Test
  void showsAllSubscriptions() {
    assertThat(http.get().uri("/actuator/foliot"))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.subscriptions[?(@.name == 'stock-level-projector')].parked")
        .asArray()
        .containsExactly(1);
    assertThat(http.get().uri(STOCK))
        .hasStatusOk()
        .bodyJson()
        .isLenientlyEqualTo(
            """
            {"name": "stock-level-projector", "known": true, "parked": 1, "waiting": 0,
             "lag": {"messages": 0, "more": false},
             "segments": [{"segment": 0, "owned": false,
               "lanes": [{"lane": "PRIMARY"}, {"lane": "BACKFILL"}]}]}
            """);
  }

  @Test
  void listsAndShowsParkedMessages() {
    assertThat(http.get().uri(STOCK + "/parked"))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.parked[0].type")
        .isEqualTo("stock-received");
    assertThat(http.get().uri(STOCK + "/parked?after=999999999"))
        .bodyJson()
        .isEqualTo("{\"parked\": []}");
    assertThat(http.get().uri(STOCK + "/parked/" + id))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.message.streamId")
        .isEqualTo("pendulum");
  }

  @Test
  void retriesAndDiscards() {
    assertThat(post(STOCK + "/parked/" + id, "{}")).hasStatusOk();
    engine.run();
    assertThat(post(STOCK + "/retry", "{\"category\": \"inventory\", \"id\": \"pendulum\"}"))
        .hasStatusOk()
        .bodyJson()
        .isEqualTo("{\"retried\": 1}");
    engine.run();
    assertThat(http.delete().uri(STOCK + "/parked/" + id)).hasStatus(HttpStatus.BAD_REQUEST);
    assertThat(http.delete().uri(STOCK + "/parked/" + id + "?reason=broken&by=ann")).hasStatusOk();
    engine.run();

    assertThat(http.get().uri(STOCK + "/held")).bodyJson().isEqualTo("{\"held\": []}");
    assertThat(http.get().uri(STOCK + "/discarded"))
        .bodyJson()
        .extractingPath("$.discarded[0]")
        .asMap()
        .containsEntry("reason", "broken")
        .containsEntry("discardedBy", "ann");
  }

  @Test
  void pausesAndResumes() {
    assertThat(post(STOCK + "/pause", "{\"reason\": \"stock is counted\"}")).hasStatusOk();
    assertThat(http.get().uri(STOCK))
        .bodyJson()
        .extractingPath("$.pausedReason")
        .isEqualTo("stock is counted");
    assertThat(post(STOCK + "/resume", "{}")).bodyJson().isEqualTo("{\"resumed\": true}");
  }

  @Test
  void movesWhatWasPlanned() throws Exception {
    MvcTestResult plan = http.get().uri(STOCK + "/move?to=end").exchange();
    assertThat(plan).hasStatusOk().bodyJson().extractingPath("$.repeats").isEqualTo(0);
    String confirmation =
        plan.getResponse()
            .getContentAsString()
            .replaceAll(".*\"confirmation\":\"([^\"]+)\".*", "$1");

    assertThat(post(STOCK + "/move", "{\"confirmation\": \"" + confirmation + "\"}")).hasStatusOk();
    assertThat(post(STOCK + "/move", "{\"confirmation\": \"1-00000000\"}"))
        .hasStatus(HttpStatus.CONFLICT)
        .bodyJson()
        .extractingPath("$.error")
        .asString()
        .startsWith("Nothing was moved");
  }

  @Test
  void saysWhatItRefuses() {
    assertThat(http.get().uri("/actuator/foliot/shiping"))
        .hasStatus(HttpStatus.NOT_FOUND)
        .bodyJson()
        .extractingPath("$.error")
        .asString()
        .startsWith("No subscription has the name shiping; known are [");
    assertThat(http.get().uri(STOCK + "/packed")).hasStatus(HttpStatus.BAD_REQUEST);
    assertThat(http.delete().uri(STOCK)).hasStatus(HttpStatus.CONFLICT);
    assertThat(http.get().uri(STOCK + "/parked?limit=-1")).hasStatus(HttpStatus.BAD_REQUEST);
  }

  // Whatever is misspelt is not taken for a retry of all
  @Test
  void retriesAllOnlyWhenThatIsSaid() {
    assertThat(post(STOCK + "/retry", "{\"aggregate\": \"pendulum\"}"))
        .hasStatus(HttpStatus.BAD_REQUEST)
        .bodyJson()
        .extractingPath("$.error")
        .isEqualTo("Nothing was done: give \"key\", \"category\" with \"id\", or \"all\": true.");

    assertThat(post(STOCK + "/retry", "{\"all\": true}"))
        .hasStatusOk()
        .bodyJson()
        .isEqualTo("{\"retried\": 1}");
  }
}
