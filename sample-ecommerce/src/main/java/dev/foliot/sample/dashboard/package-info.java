/**
 * One row an order, fed from orders, fraud cases and shipments. Open {@link
 * dev.foliot.sample.dashboard.OrderDashboardProjector} first.
 */
@NullMarked
package dev.foliot.sample.dashboard;

import org.jspecify.annotations.NullMarked;
