package dev.foliot.process;

import dev.foliot.command.CommandStatus;
import java.util.UUID;

/**
 * A command that an instance has sent.
 *
 * @param id the id of its message
 * @param type its declared type
 * @param status its status now
 */
public record SentCommand(UUID id, String type, CommandStatus status) {}
