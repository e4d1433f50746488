/**
 * Orders: the state-stored heart of the shop. It knows none of the others; they react to its events
 * and answer with its commands. Open {@link dev.foliot.sample.order.Order} first.
 */
@NullMarked
package dev.foliot.sample.order;

import org.jspecify.annotations.NullMarked;
