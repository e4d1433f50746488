package dev.foliot.process;

import dev.foliot.message.RecordedMessage;
import java.util.List;
import java.util.Set;

/** The store of the instances of a process manager. */
interface Instances {
  /** Reads instances that will be loaded, if one read for all is cheaper. */
  default void readAhead(Set<String> ids) {}

  /** The instance with this correlation, the same object during one unit of work. */
  LoadedProcess load(String id);

  /** Writes the state as it will be stored. */
  WrittenState write(LoadedProcess instance);

  /** Gives an instance a new object with the state that was written last. */
  void readAgain(LoadedProcess instance);

  /** The step is done: its changes are stored at the end of the unit of work. */
  void changed(LoadedProcess instance);

  /** Keeps an event until the start of its instance. */
  void keep(LoadedProcess instance, Object event, RecordedMessage recorded);

  /** Takes the events that were kept, in their order. */
  List<RecordedMessage> takeKept(LoadedProcess instance);
}
