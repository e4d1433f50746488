/**
 * Aggregates: the objects that decide, and raise events about it. There are three kinds: a JPA
 * entity, whose row is stored with its events ({@link dev.foliot.aggregate.StateStoredAggregate});
 * a plain object, which is computed from its events ({@link
 * dev.foliot.aggregate.EventSourcedAggregate}); and a value with functions ({@link
 * dev.foliot.aggregate.Decider}). Open these first; {@link
 * dev.foliot.aggregate.AggregateRepository} loads and saves each, and {@code LoadAggregate} makes
 * event-sourced ones from the cache, a snapshot or the log.
 */
@NullMarked
package dev.foliot.aggregate;

import org.jspecify.annotations.NullMarked;
