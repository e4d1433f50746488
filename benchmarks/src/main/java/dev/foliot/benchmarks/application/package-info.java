/**
 * How an application is started to be measured: as one would configure it, on a database of its
 * own.
 */
@NullMarked
package dev.foliot.benchmarks.application;

import org.jspecify.annotations.NullMarked;
