package dev.foliot.process;

import java.time.Instant;

/**
 * A waiting timer of an instance.
 *
 * @param name its name
 * @param dueAt when it is due
 * @param messageType the declared type of its message
 */
public record ProcessTimer(String name, Instant dueAt, String messageType) {}
