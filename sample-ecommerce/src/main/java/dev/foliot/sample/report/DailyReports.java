package dev.foliot.sample.report;

import java.time.LocalDate;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface DailyReports extends JpaRepository<DailyReport, LocalDate> {
  List<DailyReport> findByOrderByReportDayDesc(Limit limit);
}
