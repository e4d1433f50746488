/**
 * Works: what the engine does besides deliveries, such as cleaning up and relaying the outbox, and
 * what a module or an application adds. A work says when it is due and does one bounded step at a
 * time. The engine's threads, a test cycle and a simulation step every work in the same way. Open
 * {@code OwnedWork} first.
 */
@NullMarked
package dev.foliot.work;

import org.jspecify.annotations.NullMarked;
