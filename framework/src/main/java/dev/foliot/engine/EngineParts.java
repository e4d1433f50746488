package dev.foliot.engine;

import org.apiguardian.api.API;

/**
 * The parts of an engine; an engine in test mode has the same.
 *
 * @param storage the database
 * @param node this node
 * @param deliveries how messages reach handlers
 * @param relay how the outbox reaches the broker
 * @param settings the settings
 * @param works the works of the node besides deliveries
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record EngineParts(
    Storage storage,
    LocalNode node,
    Deliveries deliveries,
    Relay relay,
    EngineSettings settings,
    Works works) {}
