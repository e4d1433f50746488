/**
 * The products of the shop and their prices. Open {@link dev.foliot.sample.catalog.Product} first.
 */
@NullMarked
package dev.foliot.sample.catalog;

import org.jspecify.annotations.NullMarked;
