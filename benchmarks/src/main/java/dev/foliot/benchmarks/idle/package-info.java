/**
 * An engine that has nothing to do, with any number of subscriptions: {@link
 * dev.foliot.benchmarks.idle.IdleApplication}.
 */
@NullMarked
package dev.foliot.benchmarks.idle;

import org.jspecify.annotations.NullMarked;
