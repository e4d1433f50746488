/**
 * Who buys here. What tells of a person is encrypted with a key of that person, and is gone once
 * the person is forgotten. Open {@link dev.foliot.sample.customer.CustomerRegistered} first.
 */
@NullMarked
package dev.foliot.sample.customer;

import org.jspecify.annotations.NullMarked;
