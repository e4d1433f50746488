package dev.foliot.sample.report;

import dev.foliot.message.Returns;
import dev.foliot.query.Query;
import java.util.List;

/** The latest reports, newest first, as a list of {@link DailyReport}. */
@Query
public record FindReports(int limit) implements Returns<List<DailyReport>> {}
