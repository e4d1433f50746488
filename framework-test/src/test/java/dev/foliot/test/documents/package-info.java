/** Projections that are stored as JSON, tested in the caller's thread and with the real engine. */
@NullMarked
package dev.foliot.test.documents;

import org.jspecify.annotations.NullMarked;
