/** What the shop sells, and for how much. Open {@link dev.foliot.sample.catalog.Product} first. */
@NullMarked
package dev.foliot.sample.catalog;

import org.jspecify.annotations.NullMarked;
