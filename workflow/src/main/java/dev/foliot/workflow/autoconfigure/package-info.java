/**
 * Workflows in a Spring Boot application: properties and beans. Open {@link
 * dev.foliot.workflow.autoconfigure.FoliotWorkflowAutoConfiguration} first. It adds to Foliot's own
 * auto-configuration, which does not know it.
 */
@NullMarked
package dev.foliot.workflow.autoconfigure;

import org.jspecify.annotations.NullMarked;
