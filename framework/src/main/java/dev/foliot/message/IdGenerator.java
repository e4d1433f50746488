package dev.foliot.message;

import java.util.UUID;

/** Hands out message ids: UUIDs of version 7, ascending on one node. */
@FunctionalInterface
public interface IdGenerator {
  /** A new id. Safe for use by several threads. */
  UUID next();
}
