/**
 * Flow control of starts (R60): which starts are admitted, when their runs begin, and how many
 * execute at once. Each policy is a pure function of its state, the arrival and the time. Open
 * {@link dev.foliot.workflow.admission.FlowControl} first.
 */
@NullMarked
package dev.foliot.workflow.admission;

import org.jspecify.annotations.NullMarked;
