/**
 * Observation: Foliot's work as metrics, traces and log keys. {@link
 * dev.foliot.observation.Observe} makes a Micrometer observation of each command, each delivery and
 * each relayed message. Each observation has a span and a timer. A trace continues from the request
 * through the log into the handlers of other nodes. {@link dev.foliot.observation.LogContext} puts
 * the message that is being handled into SLF4J's MDC. The conventions name the observations;
 * applications can replace them.
 */
@NullMarked
package dev.foliot.observation;

import org.jspecify.annotations.NullMarked;
