/**
 * The engine's part of workflows: it runs them on the application's database and calls the domain
 * for them. Open {@link dev.foliot.workflow.run.PublishEvents} first.
 */
@NullMarked
package dev.foliot.workflow.run;

import org.jspecify.annotations.NullMarked;
