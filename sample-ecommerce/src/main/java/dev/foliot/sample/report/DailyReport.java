package dev.foliot.sample.report;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/** How many orders were in each status when a day began. An ordinary entity. */
@Entity
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
public class DailyReport {
  @Id private LocalDate reportDay;

  @ElementCollection(fetch = FetchType.EAGER)
  private Map<String, Long> orders = new TreeMap<>();

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
  protected DailyReport() {}

  DailyReport(LocalDate reportDay, Map<String, Long> orders) {
    this.reportDay = reportDay;
    this.orders.putAll(orders);
  }

  public LocalDate reportDay() {
    return reportDay;
  }

  public Map<String, Long> orders() {
    return Map.copyOf(orders);
  }
}
