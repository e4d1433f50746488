/**
 * The engine: how stored messages reach their handlers later, in order and exactly once (R22 to
 * R37). A {@code Subscription} is one handler bean with its checkpoints; its {@code Segment}s take
 * batches from the {@code MessageFeed} and have {@code DeliverBatch} deliver them. All work is done
 * in {@code step()} methods: {@code RunUntilStopped} calls them on threads of its own, {@code
 * TestCycles} on the caller's thread. Open {@code Segment} first.
 */
@NullMarked
package dev.foliot.engine;

import org.jspecify.annotations.NullMarked;
