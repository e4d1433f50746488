package dev.foliot.autoconfigure.unfilled;

import dev.foliot.projection.Projection;

/** Filled by nothing. */
@Projection
record Board(String id) {}
