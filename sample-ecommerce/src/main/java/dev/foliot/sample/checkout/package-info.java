/**
 * The way of an order through the shop, as a process manager: it listens to the events of all the
 * others, and tells them by commands what is next. Open {@link dev.foliot.sample.checkout.Checkout}
 * first.
 */
@NullMarked
package dev.foliot.sample.checkout;

import org.jspecify.annotations.NullMarked;
