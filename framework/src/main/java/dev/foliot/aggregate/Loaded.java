package dev.foliot.aggregate;

/**
 * What was made from a stream.
 *
 * @param version of the last stored event; 0 if there is none
 */
record Loaded<S>(S state, long version) {}
