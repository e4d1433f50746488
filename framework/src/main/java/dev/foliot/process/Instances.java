package dev.foliot.process;

import dev.foliot.message.RecordedMessage;
import java.util.List;
import java.util.Set;

/** Where the instances of a process manager are. */
interface Instances {
  /** Reads instances that are about to be loaded, if that is cheaper for all at once. */
  default void readAhead(Set<String> ids) {}

  /** The instance with this correlation, the same object during one unit of work. */
  LoadedProcess load(String id);

  /** Writes the state as it will be stored. */
  WrittenState write(LoadedProcess instance);

  /** Gives an instance another object with the state that was written last. */
  void readAgain(LoadedProcess instance);

  /** The step is done: its changes are stored at the end of the unit of work. */
  void changed(LoadedProcess instance);

  /** Keeps an event until the start. */
  void keep(LoadedProcess instance, Object event, RecordedMessage recorded);

  /** Takes the events that were kept, in their order. */
  List<RecordedMessage> takeKept(LoadedProcess instance);
}
