/** Tests of Foliot's place in a Spring Boot application; {@link FoliotRunner} makes them small. */
@NullMarked
package dev.foliot.autoconfigure;

import org.jspecify.annotations.NullMarked;
