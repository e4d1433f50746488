/**
 * Charges for reserved orders through a provider outside the shop, and keeps its answers in an
 * event-sourced aggregate of the functional style. Open {@link dev.foliot.sample.payment.Payments}
 * first.
 */
@NullMarked
package dev.foliot.sample.payment;

import org.jspecify.annotations.NullMarked;
