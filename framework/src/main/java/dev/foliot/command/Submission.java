package dev.foliot.command;

import dev.foliot.eventstore.StreamName;
import java.util.UUID;

/**
 * A command that was submitted.
 *
 * @param id its id
 * @param stream its stream
 */
record Submission(UUID id, StreamName stream) {}
