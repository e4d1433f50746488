package dev.foliot.aggregate;

import java.util.Set;

/**
 * A stored state.
 *
 * @param version the version of the last event that made it
 * @param state the state as JSON
 * @param subjects the persons whose personal data may be in it
 */
record Snapshot(long version, String state, Set<String> subjects) {}
