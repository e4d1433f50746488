/**
 * Events: facts that aggregates raise and any number of handlers read. Open {@link
 * dev.foliot.event.DomainEvent} and {@link dev.foliot.event.EventHandler} first, then {@link
 * dev.foliot.event.SynchronousDispatch} for how handlers run at the commit.
 */
@NullMarked
package dev.foliot.event;

import org.jspecify.annotations.NullMarked;
