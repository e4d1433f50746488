/**
 * Orders from a file, at the priority of bulk work. Open {@link
 * dev.foliot.sample.imports.OrderImport} first.
 */
@NullMarked
package dev.foliot.sample.imports;

import org.jspecify.annotations.NullMarked;
