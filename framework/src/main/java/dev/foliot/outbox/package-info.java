/**
 * Messages that leave and enter the application. An event with a destination adds a row to the
 * {@link dev.foliot.outbox.Outbox} in the transaction that stores the event. {@code RelayOutbox}
 * publishes the rows to the {@link dev.foliot.outbox.MessageBroker}. A {@link
 * dev.foliot.outbox.Subscriber} receives messages, and the {@code Inbox} ensures that a message
 * received twice has one effect. Open {@code RelayOutbox} first.
 */
@NullMarked
package dev.foliot.outbox;

import org.jspecify.annotations.NullMarked;
