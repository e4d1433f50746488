package dev.foliot.sample.web;

import dev.foliot.Domain;
import dev.foliot.consistency.ReadsProjections;
import dev.foliot.rebuild.RebuildReport;
import dev.foliot.sample.dashboard.OrderDashboard;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Fills the dashboard again from the log, while the shop goes on. */
@Tag(name = "dashboard")
@RestController
@RequestMapping("/api/dashboard/rebuild")
class DashboardController {
  private final Domain domain;

  DashboardController(Domain domain) {
    this.domain = domain;
  }

  @Operation(summary = "Rebuild the dashboard")
  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  RebuildReport start() {
    return domain.rebuilds().start(OrderDashboard.class);
  }

  @Operation(summary = "The last rebuild of the dashboard, with its progress")
  @ReadsProjections({})
  @GetMapping
  ResponseEntity<RebuildReport> last() {
    Optional<RebuildReport> last =
        domain.rebuilds().list().stream()
            .filter(each -> each.projection().equals(OrderDashboard.class.getName()))
            .findFirst();
    return last.map(ResponseEntity::ok).orElseGet(() -> ResponseEntity.noContent().build());
  }
}
