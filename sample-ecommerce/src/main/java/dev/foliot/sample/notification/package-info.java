/**
 * Another application, in the sense that it knows only the messages of the outbox. Open {@link
 * dev.foliot.sample.notification.ShipmentNotifications} first.
 */
@NullMarked
package dev.foliot.sample.notification;

import org.jspecify.annotations.NullMarked;
