package dev.foliot.sample.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.MediaType.APPLICATION_JSON;

import dev.foliot.Domain;
import dev.foliot.test.SyncFlowTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The subscriptions over HTTP as they are without a setting: to be read. */
@SyncFlowTest
@AutoConfigureMockMvc
class ReadOnlySubscriptionsApiIntegrationTests {
  private static final String INVENTORY = "/actuator/foliot/inventory";

  @Autowired MockMvcTester http;
  @Autowired Domain domain;

  @Test
  void refusesChanges() {
    assertThat(http.get().uri(INVENTORY)).hasStatusOk();
    assertThat(
            http.post()
                .uri(INVENTORY + "/pause")
                .contentType(APPLICATION_JSON)
                .content("{\"reason\": \"why not\"}"))
        .hasStatus(HttpStatus.METHOD_NOT_ALLOWED);
    assertThat(http.delete().uri(INVENTORY)).hasStatus(HttpStatus.METHOD_NOT_ALLOWED);

    assertThat(domain.subscriptions().status("inventory").paused()).isFalse();
  }
}
