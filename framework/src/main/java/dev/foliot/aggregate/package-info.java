/**
 * Aggregates: the objects that decide, and raise events about it. An aggregate is either a JPA
 * entity, whose row is stored with its events ({@link dev.foliot.aggregate.StateStoredAggregate}),
 * or plain Java that is made from its events again ({@link
 * dev.foliot.aggregate.EventSourcedAggregate}), or a value with functions ({@link
 * dev.foliot.aggregate.Decider}). Open these first; {@link
 * dev.foliot.aggregate.AggregateRepository} loads and saves each, and {@code LoadAggregate} makes
 * event-sourced ones from the cache, a snapshot or the log.
 */
@NullMarked
package dev.foliot.aggregate;

import org.jspecify.annotations.NullMarked;
