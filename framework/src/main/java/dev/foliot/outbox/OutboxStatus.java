package dev.foliot.outbox;

import java.util.Locale;

/** The status of a row of the outbox. */
public enum OutboxStatus {
  /** Waits to be published, for the first time or again. */
  PENDING,
  /** The broker has stored the message. */
  PUBLISHED,
  /** The last attempt failed: the message and later ones of its key wait for a person. */
  FAILED,
  /** A person has discarded it: it is never published. */
  DISCARDED;

  String stored() {
    return name().toLowerCase(Locale.ROOT);
  }
}
