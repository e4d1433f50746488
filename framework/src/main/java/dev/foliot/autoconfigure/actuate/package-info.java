/**
 * Foliot in Spring Boot Actuator: the endpoints, the health indicators, the gauges, and the
 * observations for metrics and traces.
 */
@NullMarked
package dev.foliot.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
