package dev.foliot.process;

import dev.foliot.message.RecordedMessage;
import java.util.List;

/** Where the instances of a process manager are. */
interface Instances {
  /** The instance with this correlation, the same object during one unit of work. */
  LoadedProcess load(String id);

  /** Writes the state as it will be stored. */
  WrittenState write(LoadedProcess instance);

  /** Gives an instance another object with the state that was written last. */
  void readAgain(LoadedProcess instance);

  /** The step is done: changes of timers are stored now, all else at the end. */
  void changed(LoadedProcess instance);

  /** Keeps an event until the start. */
  void keep(LoadedProcess instance, Object event, RecordedMessage recorded);

  /** Takes the events that were kept, in their order. */
  List<RecordedMessage> takeKept(LoadedProcess instance);
}
