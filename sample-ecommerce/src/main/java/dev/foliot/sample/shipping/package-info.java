/**
 * Sends paid orders on their way and tells the world. Open {@link
 * dev.foliot.sample.shipping.Shipment} first.
 */
@NullMarked
package dev.foliot.sample.shipping;

import org.jspecify.annotations.NullMarked;
