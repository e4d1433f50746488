/** A report that is made every night. Open {@link dev.foliot.sample.report.NightlyReport} first. */
@NullMarked
package dev.foliot.sample.report;

import org.jspecify.annotations.NullMarked;
