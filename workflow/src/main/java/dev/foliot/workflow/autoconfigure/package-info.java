/**
 * Workflows in a Spring Boot application: properties and beans. Open {@link
 * dev.foliot.workflow.autoconfigure.FoliotWorkflowAutoConfiguration} first. It extends Foliot's own
 * auto-configuration, which does not depend on it.
 */
@NullMarked
package dev.foliot.workflow.autoconfigure;

import org.jspecify.annotations.NullMarked;
