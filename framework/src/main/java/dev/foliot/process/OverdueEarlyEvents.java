package dev.foliot.process;

import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import org.apiguardian.api.API;

/**
 * The message of the timer that limits how long early events wait for the start of their process.
 *
 * @param within the limit, as declared
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record OverdueEarlyEvents(String within) {
  /** Its message type. */
  public static final MessageType TYPE =
      new MessageType(
          MessageKind.TIMER,
          MessageType.OWN_PREFIX + "overdue-early-events",
          1,
          OverdueEarlyEvents.class,
          null);

  /** The name of the timer. */
  static final String TIMER = MessageType.OWN_PREFIX + "early";
}
