/**
 * Whether the log is whole: what a restore from a backup, a repair by hand or a defect may have
 * broken. Open {@link dev.foliot.integrity.VerifyLog} first.
 */
@NullMarked
package dev.foliot.integrity;

import org.jspecify.annotations.NullMarked;
