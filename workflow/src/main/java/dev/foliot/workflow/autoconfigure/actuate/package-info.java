/**
 * Workflows in the actuator, if the application has it. Open {@code FoliotWorkflowsEndpoint} first.
 */
@NullMarked
package dev.foliot.workflow.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
