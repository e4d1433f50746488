/**
 * The way of a paid order to the customer, as a durable workflow: a person approves it, a carrier
 * takes it, and two weeks later a letter asks for a review. Open {@link
 * dev.foliot.sample.fulfilment.Fulfilment} first.
 */
@NullMarked
package dev.foliot.sample.fulfilment;

import org.jspecify.annotations.NullMarked;
