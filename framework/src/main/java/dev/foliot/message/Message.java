package dev.foliot.message;

/**
 * A payload with its metadata, not (yet) stored.
 *
 * @param payload a command, event or query record
 * @param metadata its id, its causes, its priority
 */
public record Message(Object payload, Metadata metadata) {}
