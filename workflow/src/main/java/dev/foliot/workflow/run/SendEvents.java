package dev.foliot.workflow.run;

import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.unitofwork.UnitOfWork;
import dev.foliot.workflow.SentEvent;
import dev.foliot.workflow.WorkflowInterceptor.EventInfo;
import dev.foliot.workflow.WorkflowInterceptor.EventTarget;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.apiguardian.api.API;

/**
 * Stores events from outside in the log. Each event has its own stream, whose id finds the event
 * again.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class SendEvents {
  private static final String CATEGORY = "foliot:sent";

  private final EventStore log;
  private final PublishEvents publish;
  private final RunParts parts;
  private final RunStore store;

  public SendEvents(EventStore log, PublishEvents publish, RunParts parts, RunStore store) {
    this.log = log;
    this.publish = publish;
    this.parts = parts;
    this.store = store;
  }

  SentEvent send(Object event, String id) {
    publish.typeOf(event.getClass());
    StreamName stream = new StreamName(CATEGORY, id);
    boolean joins = parts.transactions().current().isPresent();
    try {
      store(event, stream);
    } catch (ConcurrentAggregateChangeException sentMeanwhile) {
      if (joins || log.currentVersion(stream) == 0) {
        throw sentMeanwhile;
      }
    }
    return new Sent(id, stream);
  }

  private void store(Object event, StreamName stream) {
    parts
        .transactions()
        .inCurrentOrNew(
            () -> {
              UnitOfWork unit = UnitOfWork.required();
              if (unit.lastAppended(stream).isEmpty() && log.currentVersion(stream) == 0) {
                unit.raise(stream, 1, transformed(event));
              }
              return true;
            });
  }

  private Object transformed(Object event) {
    return parts.interceptors().event(new EventInfo(null, EventTarget.LOG), event, parts.codec());
  }

  private final class Sent implements SentEvent {
    private final String id;
    private final StreamName stream;

    Sent(String id, StreamName stream) {
      this.id = id;
      this.stream = stream;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public List<String> runIds() {
      return log.readStream(stream, 1, 1).stream()
          .flatMap(event -> startedBy(event.id()).stream())
          .toList();
    }

    private List<String> startedBy(UUID event) {
      List<String> possible =
          parts.registry().newest().stream()
              .map(workflow -> RunIds.ofEvent(workflow.name(), event))
              .toList();
      return possible.isEmpty() ? List.of() : existing(possible);
    }

    private List<String> existing(List<String> ids) {
      RunTable runs = store.runs();
      String sql =
          "select distinct coalesce(joined_run, id) as run from %s where id in (%s) order by run"
              .formatted(runs.table(), String.join(", ", Collections.nCopies(ids.size(), "?")));
      return runs.jdbc().queryForList(sql, String.class, ids.toArray());
    }

    @Override
    public String toString() {
      return "event " + id;
    }
  }
}
