package dev.foliot.engine;

/**
 * What an engine is made of; an engine in test mode is made of the same.
 *
 * @param storage the database
 * @param node this node
 * @param deliveries how messages reach handlers
 * @param relay how the outbox reaches the broker
 * @param settings how to work
 * @param works what the node does besides deliveries
 */
public record EngineParts(
    Storage storage,
    LocalNode node,
    Deliveries deliveries,
    Relay relay,
    EngineSettings settings,
    Works works) {}
