/**
 * An order that is a row, and an event that a listener hears after the commit: with Foliot ({@link
 * dev.foliot.benchmarks.order.Order}, a JPA entity) and by hand ({@link
 * dev.foliot.benchmarks.order.HandWrittenOrders}).
 */
@NullMarked
package dev.foliot.benchmarks.order;

import org.jspecify.annotations.NullMarked;
