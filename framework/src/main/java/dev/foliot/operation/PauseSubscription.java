package dev.foliot.operation;

import dev.foliot.engine.Storage;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** Pauses and resumes subscriptions in the database. */
final class PauseSubscription {
  private final Storage storage;
  private final InstantSource clock;

  PauseSubscription(Storage storage, InstantSource clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /** Pauses a subscription; false if it was paused before. */
  boolean pause(String subscription, String reason) {
    boolean paused = isPaused(subscription);
    storage
        .jdbc()
        .sql(
            "update %s set paused_at = coalesce(paused_at, ?), paused_reason = ? where name = ?"
                .formatted(storage.table("foliot_subscription")))
        .params(clock.instant().atOffset(ZoneOffset.UTC), reason, subscription)
        .update();
    return !paused;
  }

  /** Resumes a subscription; false if it was not paused. */
  boolean resume(String subscription) {
    return storage
            .jdbc()
            .sql(
                """
                update %s set paused_at = null, paused_reason = null
                where name = ? and paused_at is not null"""
                    .formatted(storage.table("foliot_subscription")))
            .param(subscription)
            .update()
        == 1;
  }

  boolean isPaused(String subscription) {
    return storage
        .jdbc()
        .sql(
            "select 1 from %s where name = ? and paused_at is not null"
                .formatted(storage.table("foliot_subscription")))
        .param(subscription)
        .query(Integer.class)
        .optional()
        .isPresent();
  }
}
