/**
 * Charges for reserved orders through a provider outside the shop. Open {@link
 * dev.foliot.sample.payment.PaymentEventHandler} first.
 */
@NullMarked
package dev.foliot.sample.payment;

import org.jspecify.annotations.NullMarked;
