/**
 * Durable workflows: Foliot's, and the baseline by hand, which stores the same outcomes. Open
 * {@link dev.foliot.benchmarks.workflow.ThreeStepRuns} first.
 */
@NullMarked
package dev.foliot.benchmarks.workflow;

import org.jspecify.annotations.NullMarked;
