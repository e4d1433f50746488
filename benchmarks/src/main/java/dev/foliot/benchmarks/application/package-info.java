/**
 * Starts an application for a measurement, with its usual configuration, on a database of its own.
 */
@NullMarked
package dev.foliot.benchmarks.application;

import org.jspecify.annotations.NullMarked;
