package dev.foliot.sample.report;

import dev.foliot.Domain;
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;
import dev.foliot.message.Metadata;
import dev.foliot.sample.dashboard.CountOrders;
import dev.foliot.sample.dashboard.StatusCount;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the report of a day; made again, it replaces the earlier one. */
@CommandHandler
class ReportCommandHandler {
  private final DailyReports reports;
  private final Domain domain;

  ReportCommandHandler(DailyReports reports, Domain domain) {
    this.reports = reports;
    this.domain = domain;
  }

  @Handle
  void make(MakeReport command, Metadata metadata) {
    List<StatusCount> counts = domain.ask(new CountOrders());
    Instant due = metadata.dueAt().orElse(metadata.occurredAt());
    LocalDate day = LocalDate.ofInstant(due, NightlyReport.ZONE);
    reports.save(
        new DailyReport(
            day,
            counts.stream().collect(Collectors.toMap(StatusCount::status, StatusCount::orders))));
  }
}
