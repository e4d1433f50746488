/**
 * The stock: an event-sourced aggregate for each product, and its stock levels as a projection.
 * Open {@link dev.foliot.sample.inventory.Inventory} first.
 */
@NullMarked
package dev.foliot.sample.inventory;

import org.jspecify.annotations.NullMarked;
