/**
 * Projections: read models that projectors keep up to date from events. Open {@link
 * dev.foliot.projection.Projector} first; {@link dev.foliot.projection.View} reads a projection.
 */
@NullMarked
package dev.foliot.projection;

import org.jspecify.annotations.NullMarked;
