/**
 * Messages that leave and enter the application. An event with a destination adds a row to the
 * {@link dev.foliot.outbox.Outbox} in the transaction that stores it; {@code RelayOutbox} hands the
 * rows to the {@link dev.foliot.outbox.MessageBroker}; a {@link dev.foliot.outbox.Subscriber}
 * receives, and the {@code Inbox} sees to it that a message received twice has one effect. Open
 * {@code RelayOutbox} first.
 */
@NullMarked
package dev.foliot.outbox;

import org.jspecify.annotations.NullMarked;
