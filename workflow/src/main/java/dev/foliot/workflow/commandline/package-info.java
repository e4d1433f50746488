/**
 * The command {@code foliot workflows} of operators: it lists, shows and ends runs, and completes
 * callbacks. Open {@code WorkflowCommand} first.
 */
@NullMarked
package dev.foliot.workflow.commandline;

import org.jspecify.annotations.NullMarked;
