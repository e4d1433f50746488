package dev.foliot.integrity;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.failure.ErrorText;
import dev.foliot.failure.Outages;
import dev.foliot.failure.Rethrow;
import dev.foliot.message.RecordedMessage;
import java.util.List;
import javax.sql.DataSource;
import org.apiguardian.api.API;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads the whole log and the archive, and reports the problems. It only reads, page by page and
 * without a lock, so the application can continue meanwhile. Each page is one statement. A large
 * log takes long, because every message is parsed. Safe for use by several threads.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class VerifyLog {
  private static final int PAGE = 1_000;

  private final EventStore store;
  private final CheckStreams streams;
  private final CheckIds ids;
  private final CheckPositions positions;

  public VerifyLog(EventStore store, DataSource dataSource, FoliotSchema schema) {
    this(store, new JdbcTemplate(dataSource), schema, PAGE);
  }

  VerifyLog(EventStore store, JdbcTemplate jdbc, FoliotSchema schema, int page) {
    this.store = store;
    this.streams = new CheckStreams(jdbc, schema, page);
    this.ids = new CheckIds(jdbc, schema, page);
    this.positions = new CheckPositions(jdbc, schema);
  }

  /**
   * Checks everything.
   *
   * @throws DataAccessException if the database or a key store is unavailable
   */
  public LogReport run() {
    Findings findings = new Findings();
    // 1. Each stream has the versions from 1 on, once, and ends with its tombstone.
    streams.check(findings);
    // 2. Each id is there once.
    ids.check(findings);
    // 3. No checkpoint or snapshot is ahead of the log.
    positions.check(findings);
    // 4. Each message can be read by the current code.
    return findings.report(readAll(findings));
  }

  /**
   * Reads up to the current end of the log. Messages that are added meanwhile need no check: the
   * application has just written them.
   */
  private long readAll(Findings findings) {
    long head = store.head();
    long read = 0;
    long position = 0;
    List<RecordedMessage> page;
    do {
      page = store.readUnfiltered(position, PAGE);
      for (RecordedMessage message : page) {
        position = message.position();
        read++;
        check(message, findings);
      }
    } while (page.size() == PAGE && position < head);
    return read;
  }

  private static void check(RecordedMessage message, Findings findings) {
    try {
      message.parts().forEach(RecordedMessage::message);
    } catch (Throwable unreadable) {
      if (Outages.isOutage(unreadable)) { // such as that of a key store
        throw Rethrow.asItIs(unreadable);
      }
      // A report is printed and logged, and the error may quote personal data of the message.
      findings.add(
          LogProblem.Kind.UNREADABLE_MESSAGE,
          "%s: %s".formatted(message, ErrorText.message(message.redact(unreadable))));
    }
  }
}
