package dev.foliot.sample.report;

import dev.foliot.handler.Handle;
import dev.foliot.query.QueryHandler;
import java.util.List;
import org.springframework.data.domain.Limit;

@QueryHandler
class ReportQueryHandler {
  private final DailyReports reports;

  ReportQueryHandler(DailyReports reports) {
    this.reports = reports;
  }

  @Handle
  List<DailyReport> latest(FindReports query) {
    return reports.findByOrderByReportDayDesc(Limit.of(query.limit()));
  }
}
