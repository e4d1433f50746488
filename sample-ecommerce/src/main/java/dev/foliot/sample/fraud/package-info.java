/**
 * The fraud check of large orders, as a workflow of steps: three rules score an order side by side,
 * and a person decides if they are unsure. The fulfilment of the order waits for the verdict. Open
 * {@link dev.foliot.sample.fraud.FraudCheck} first.
 */
@NullMarked
package dev.foliot.sample.fraud;

import org.jspecify.annotations.NullMarked;
