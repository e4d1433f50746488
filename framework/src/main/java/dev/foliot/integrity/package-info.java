/**
 * Checks whether the log is whole. A restore from a backup, a repair by hand or a defect may have
 * broken it. Open {@link dev.foliot.integrity.VerifyLog} first.
 */
@NullMarked
package dev.foliot.integrity;

import org.jspecify.annotations.NullMarked;
