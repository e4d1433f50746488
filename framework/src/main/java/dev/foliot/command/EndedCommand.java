package dev.foliot.command;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a submitted command.
 *
 * @param id the id of the command
 * @param type the declared name of its type
 * @param status the final status
 * @param result the result as stored JSON; null for none
 * @param error why it failed; null if it did not
 */
record EndedCommand(
    UUID id, String type, CommandStatus status, @Nullable String result, @Nullable String error) {}
