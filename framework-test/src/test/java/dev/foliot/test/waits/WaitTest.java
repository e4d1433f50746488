package dev.foliot.test.waits;

import dev.foliot.Engine;
import dev.foliot.eventstore.EventStore;
import dev.foliot.message.MessageJson;
import dev.foliot.test.EngineTest;
import dev.foliot.test.TestClock;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.run.PublishEvents;
import dev.foliot.workflow.wait.EventWaits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Runs that wait for events, without the code of a workflow. */
@EngineTest
abstract class WaitTest {
  @Autowired Engine engine;
  @Autowired EventStore store;
  @Autowired Transactions transactions;
  @Autowired PublishEvents events;
  @Autowired EventWaits waits;
  @Autowired MessageJson json;
  @Autowired JdbcTemplate jdbc;
  @Autowired TestClock clock;

  /** Starts runs that wait for nothing yet. */
  void start(String... ids) {
    for (String id : ids) {
      EventStore.SqlValue position = store.settledHeadInSql();
      jdbc.update(
          "insert into foliot_run (id, workflow, version, status, priority, lane, fence, wakes, invocations, entries, correlation_id, cancel_requested, log_position, created_at) values (?, 'w', 1, 'waiting', 0, 1, 0, 0, 0, 0, '00000000-0000-0000-0000-000000000001', false, %s, current_timestamp)"
              .formatted(position.sql()),
          id,
          position.argument());
    }
  }

  void await(String run, EventWait<?> wait) {
    await(run, "1", wait);
  }

  void await(String run, String operation, EventWait<?> wait) {
    transactions.doInNew(() -> waits.open(run + "/" + operation, run, started(operation, wait)));
  }

  JournalEntry started(String operation, EventWait<?> wait) {
    TreeMap<String, String> where = new TreeMap<>();
    wait.where().forEach((component, value) -> where.put(component, json.write(value)));
    Duration timeout = wait.timeout();
    Instant now = clock.instant();
    EntryDetails details =
        EntryDetails.waiting(timeout, timeout == null ? null : now.plus(timeout), null)
            .on(events.typeOf(wait.eventType()), where);
    return new JournalEntry(
        1, operation, null, OperationKind.EVENT, EntryType.STARTED, null, null, details, 1, now);
  }

  void publish(Object... published) {
    transactions.doInNew(
        () -> {
          for (Object event : published) {
            events.publish("publisher", event);
          }
        });
  }

  /** The event that has completed a wait; null if none has. */
  @Nullable Object answer(String run, String operation, Class<?> type) {
    List<String> payloads =
        jdbc.queryForList(
            "select payload from foliot_wait where id = ? and outcome = 'succeeded'",
            String.class,
            run + "/" + operation);
    return payloads.isEmpty() ? null : json.readSealed(payloads.get(0), type);
  }

  List<String> woken() {
    return jdbc.queryForList(
        "select id from foliot_run where wakes = 1 and due_at is not null order by id",
        String.class);
  }
}
