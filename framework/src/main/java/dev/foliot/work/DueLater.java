package dev.foliot.work;

import java.time.Instant;

/**
 * Something that a work will do at a later time, for the report of a run in test mode.
 *
 * @param owner the part of the application that waits for it, such as a process manager
 * @param key the instance of the owner; empty for none
 * @param name its name; empty for none
 * @param messageType the type name of its message; empty if it has none
 * @param dueAt when it is due
 */
public record DueLater(String owner, String key, String name, String messageType, Instant dueAt) {}
