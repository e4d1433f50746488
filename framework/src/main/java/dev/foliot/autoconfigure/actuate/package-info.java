/**
 * Foliot in Spring Boot Actuator: the endpoints, the health indicators, the gauges, and the
 * observations that metrics and traces are made of.
 */
@NullMarked
package dev.foliot.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
