package dev.foliot.workflow.start;

import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The command that a schedule submits.
 *
 * @param workflow the name of the workflow
 * @param number the place of the trigger among the triggers of the workflow with a time, from 1
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record StartAtTime(String workflow, int number) {
  public static final MessageType TYPE =
      new MessageType(MessageKind.COMMAND, "foliot:start-workflow", 1, StartAtTime.class, null);

  private static final String SCHEDULES = "foliot:workflow:";

  /** The name of its schedule. */
  String schedule() {
    return SCHEDULES + workflow + ":" + number;
  }

  /** The workflow of a schedule; empty if it belongs to none. */
  static Optional<String> workflowOf(String schedule) {
    int end = schedule.lastIndexOf(':');
    return schedule.startsWith(SCHEDULES) && end >= SCHEDULES.length()
        ? Optional.of(schedule.substring(SCHEDULES.length(), end))
        : Optional.empty();
  }
}
