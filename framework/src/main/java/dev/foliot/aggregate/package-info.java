/**
 * Aggregates: the objects that decide, and raise events about it. One is either a JPA entity, whose
 * row is stored with its events ({@link dev.foliot.aggregate.StateStoredAggregate}), or plain Java
 * that is made from its events again ({@link dev.foliot.aggregate.EventSourcedAggregate}). Open
 * these two first; {@link dev.foliot.aggregate.AggregateRepository} loads and saves either.
 */
@NullMarked
package dev.foliot.aggregate;

import org.jspecify.annotations.NullMarked;
