/**
 * Writes e-mails to customers. Most of them answer messages of the outbox, as another application
 * would; the workflow {@code delay-letter} also asks this one for its fraud cases. Open {@link
 * dev.foliot.sample.notification.ShipmentNotifications} first.
 */
@NullMarked
package dev.foliot.sample.notification;

import org.jspecify.annotations.NullMarked;
