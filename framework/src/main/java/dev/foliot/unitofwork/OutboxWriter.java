package dev.foliot.unitofwork;

import dev.foliot.eventstore.NewMessage;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Writes published events to the outbox, in the transaction that stores them.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface OutboxWriter {
  /** For applications that publish nothing. */
  OutboxWriter NONE = published -> {};

  /** Called with at least one event whose type is published, in the order of raising. */
  void write(List<NewMessage> published);
}
