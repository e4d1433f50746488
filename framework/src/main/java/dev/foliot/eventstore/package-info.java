/**
 * The log: one table of messages in the application's own database, written in the application's
 * own transactions and read without ever skipping, doubling or reordering (R19 to R21). Open {@link
 * dev.foliot.eventstore.EventStore} first, then {@code HoleWatch} for how PostgreSQL is read.
 */
@NullMarked
package dev.foliot.eventstore;

import org.jspecify.annotations.NullMarked;
