/** The workloads, one class each: what is done, and who does it. */
@NullMarked
package dev.foliot.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
