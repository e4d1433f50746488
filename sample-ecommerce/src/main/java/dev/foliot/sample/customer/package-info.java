/**
 * The customers. Their personal data is encrypted with a key of the person, and is gone once the
 * person is forgotten. Open {@link dev.foliot.sample.customer.CustomerRegistered} first.
 */
@NullMarked
package dev.foliot.sample.customer;

import org.jspecify.annotations.NullMarked;
