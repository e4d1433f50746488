/**
 * Tests of the log. What every database must do stands in the contracts; {@link
 * dev.foliot.eventstore.TestLog} is a log in a schema of its own, with writers that are stepped by
 * hand.
 */
@NullMarked
package dev.foliot.eventstore;

import org.jspecify.annotations.NullMarked;
