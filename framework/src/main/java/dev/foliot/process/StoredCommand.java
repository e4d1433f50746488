package dev.foliot.process;

/**
 * A command that waits in an instance.
 *
 * @param type its declared type
 * @param version the version of its type
 * @param payload its JSON, with personal data sealed
 */
record StoredCommand(String type, int version, String payload) {}
