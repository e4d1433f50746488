package dev.foliot.workflow.start;

import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.schedule.Schedule;
import dev.foliot.schedule.ScheduleStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

  /** A short name of its schedule with these times, which nodes declare. */
  String declaration(Schedule schedule) {
    return declaration(schedule(), schedule.times(), schedule.zone().getId(), schedule.missed());
  }

  /**
   * The short name of a stored schedule, which another version of the application may have stored.
   */
  public static String declaration(ScheduleStatus stored) {
    return declaration(stored.name(), stored.times(), stored.zone(), stored.policy());
  }

  private static String declaration(Object... parts) {
    byte[] text = List.of(parts).toString().getBytes(StandardCharsets.UTF_8);
    return "foliot:times:" + UUID.nameUUIDFromBytes(text);
  }

  /** The workflow of a schedule; empty if it belongs to none. */
  static Optional<String> workflowOf(String schedule) {
    int end = schedule.lastIndexOf(':');
    return schedule.startsWith(SCHEDULES) && end >= SCHEDULES.length()
        ? Optional.of(schedule.substring(SCHEDULES.length(), end))
        : Optional.empty();
  }
}
