package dev.foliot.workflow.start;

import dev.foliot.schedule.Schedule;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.run.RunIds;
import java.time.Duration;
import java.util.UUID;

/**
 * Starts runs of a workflow at the times of a schedule.
 *
 * @param command the command that the schedule submits
 * @param jitter the longest time by which a start is later; zero for none
 */
record TimeTrigger(StartAtTime command, Schedule schedule, Duration jitter) {
  String declaration() {
    return command.declaration(schedule);
  }

  /** The options of the run that a command starts: always the same for one command. */
  RunOptions optionsFor(UUID commandId) {
    RunOptions options = RunOptions.id(RunIds.ofEvent(command.workflow(), commandId));
    return jitter.isZero() ? options : options.after(laterBy(commandId));
  }

  private Duration laterBy(UUID commandId) {
    return Duration.ofMillis(
        Math.floorMod(commandId.getLeastSignificantBits(), jitter.toMillis() + 1));
  }
}
