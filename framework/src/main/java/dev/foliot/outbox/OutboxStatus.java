package dev.foliot.outbox;

import java.util.Locale;

/** How far a row of the outbox is. */
public enum OutboxStatus {
  /** Waits to be published, for the first time or again. */
  PENDING,
  /** The broker has it. */
  PUBLISHED,
  /** The last attempt failed: the message and later ones of its key wait for a person. */
  FAILED,
  /** A person gave it up: it is never published. */
  DISCARDED;

  String stored() {
    return name().toLowerCase(Locale.ROOT);
  }
}
