/**
 * Foliot in a Spring Boot application: properties, beans, checks at the start. Open {@link
 * dev.foliot.autoconfigure.FoliotAutoConfiguration} first. The ports step back for beans that the
 * application declares.
 */
@NullMarked
package dev.foliot.autoconfigure;

import org.jspecify.annotations.NullMarked;
