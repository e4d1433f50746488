package dev.foliot.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.rebuild.RebuildComparison;
import dev.foliot.rebuild.RebuildReport;
import dev.foliot.rebuild.RebuildStatus;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** What the endpoint of rebuilds answers. */
class FoliotRebuildsEndpointIntegrationTests extends ShopTest {
  private static final SecurityContext ANN =
      new SecurityContext() {
        @Override
        public Principal getPrincipal() {
          return () -> "ann";
        }

        @Override
        public boolean isUserInRole(String role) {
          return false;
        }
      };

  private FoliotRebuildsEndpoint endpoint;

  @BeforeEach
  void placeOrder() {
    endpoint = new FoliotRebuildsEndpoint(domain.rebuilds());
    domain.process(new Place("o1", "p1", 1));
    engine().run();
  }

  @AfterEach
  void leaveNoTables() {
    domain.rebuilds().removed("board-projector");
  }

  @Test
  void startsAndShows() {
    var started = (RebuildReport) start(ANN, null).getBody();
    engine().run();

    assertThat(started.startedBy()).isEqualTo("ann");
    assertThat(((RebuildReport) endpoint.show(started.id()).getBody()).status())
        .isEqualTo(RebuildStatus.SWITCHED);
    assertThat((Map<?, ?>) endpoint.list().getBody())
        .extracting("rebuilds")
        .isEqualTo(List.of(domain.rebuilds().show(started.id())));
  }

  @Test
  void switchesRollsBackAndDrops() {
    long id = ((RebuildReport) start(SecurityContext.NONE, false).getBody()).id();
    engine().run();

    assertThat(status(change("switch", id))).isEqualTo(RebuildStatus.SWITCHED);
    assertThat(status(change("roll-back", id))).isEqualTo(RebuildStatus.ROLLED_BACK);
    assertThat(change("drop", id).getStatus()).isEqualTo(409);
    assertThat(domain.rebuilds().show(id).startedBy()).isEqualTo("actuator");
  }

  @Test
  void compares() {
    jdbc.update("update shop$board set status = 'lost', changes = 7");

    var found = (RebuildComparison) compare("board-projector", 500).getBody();
    assertThat(found.batchSize()).isEqualTo(500);
    assertThat(found.differences())
        .singleElement()
        .asString()
        .isEqualToIgnoringCase("shop$board order_id=o1: changes is 7 live, 0 rebuilt");
    assertThat(compare("board-projector", 0).getStatus()).isEqualTo(400);
    assertThat(compare("nobody", 500).getStatus()).isEqualTo(400);
    faults.fail("board", "o1", 100);
    assertThat(compare("board-projector", 1).getStatus()).isEqualTo(409);
  }

  private WebEndpointResponse<Object> compare(String projector, int batchSize) {
    Integer[] sizes = {batchSize};
    String[] ignoring = {"status"};
    return endpoint.change(
        ANN, "compare", projector, null, null, null, null, null, sizes, ignoring, 5);
  }

  @Test
  void refusesInWords() {
    start(ANN, false);

    assertThat(start(ANN, false).getStatus()).isEqualTo(409);
    assertThat(endpoint.show(-1).getStatus()).isEqualTo(404);
    assertThat(change("again", 1).getBody())
        .isEqualTo(
            Map.of(
                "error",
                "\"again\" is not an action of a rebuild; use one of start, compare, cancel, switch, roll-back, drop."));
    assertThat(change("cancel", null).getBody())
        .isEqualTo(Map.of("error", "Missing: the id of a rebuild."));
    assertThat(status(change("cancel", domain.rebuilds().list().get(0).id())))
        .isEqualTo(RebuildStatus.CANCELLED);
  }

  private WebEndpointResponse<Object> start(SecurityContext who, @Nullable Boolean switches) {
    return endpoint.change(
        who, "start", "board-projector", null, null, switches, null, null, null, null, null);
  }

  private WebEndpointResponse<Object> change(String action, @Nullable Long id) {
    return endpoint.change(ANN, action, null, null, null, null, id, null, null, null, null);
  }

  private WebEndpointResponse<Object> change(String action, int id) {
    return change(action, (long) id);
  }

  private static RebuildStatus status(WebEndpointResponse<Object> answer) {
    return ((RebuildReport) answer.getBody()).status();
  }
}
