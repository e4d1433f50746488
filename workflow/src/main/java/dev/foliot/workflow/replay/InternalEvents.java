package dev.foliot.workflow.replay;

import dev.foliot.workflow.InternalEvent;
import dev.foliot.workflow.journal.JournalEntry;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The internal events on the stream of one run. They are not stored: the journal implies them.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface InternalEvents {
  /** Code without internal events. */
  InternalEvents NONE =
      new InternalEvents() {
        @Override
        public List<InternalEvent> atStart() {
          return List.of();
        }

        @Override
        public List<InternalEvent> after(JournalEntry entry) {
          return List.of();
        }
      };

  /** The events before the first entry. */
  List<InternalEvent> atStart();

  /** The events after an entry. Called with each entry of the journal, in order. */
  List<InternalEvent> after(JournalEntry entry);
}
