/**
 * Works: the tasks of the engine besides deliveries, such as cleaning up and relaying the outbox,
 * and the tasks of modules and applications. A work has a due time, and takes one bounded step at a
 * time. The engine's threads, a test cycle and a simulation step every work in the same way. Open
 * {@code OwnedWork} first.
 */
@NullMarked
package dev.foliot.work;

import org.jspecify.annotations.NullMarked;
