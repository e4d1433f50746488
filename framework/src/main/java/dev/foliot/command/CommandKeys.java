package dev.foliot.command;

import dev.foliot.eventstore.FoliotSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The rows of {@code foliot_command} that have an idempotency key. A row is inserted in the
 * command's transaction, before the command has any effect. If two commands have the same new key,
 * the second one waits for the end of the first transaction. Then it finds the row, or inserts its
 * own after a rollback.
 */
final class CommandKeys {
  private static final int TRIES = 5;
  private static final String UNLESS_TAKEN =
      " on conflict (type, idempotency_key) where idempotency_key is not null do nothing";

  private final JdbcTemplate jdbc;
  private final FoliotSchema schema;

  CommandKeys(JdbcTemplate jdbc, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /**
   * A command with a key.
   *
   * @param id its id
   * @param type the declared name of its type
   * @param key the stored key
   * @param hash the hash of its payload
   */
  record Keyed(UUID id, String type, String key, String hash) {}

  /**
   * The first command with a key.
   *
   * @param id its id
   * @param hash the hash of its payload
   * @param status its status; {@code submitted} until it has ended
   * @param result the stored result; null if there is none
   */
  record First(UUID id, String hash, String status, @Nullable String result) {
    /** Whether its handler was not called, and will not be. */
    boolean isNeverHandled() {
      return status.equals("expired") || status.equals("cancelled");
    }

    boolean isSucceeded() {
      return status.equals("succeeded");
    }

    boolean isFailed() {
      return status.equals("failed");
    }
  }

  /**
   * Reserves the key for a command until its transaction ends.
   *
   * @return the command that has the key already; empty if the key is reserved now
   * @throws ConcurrencyFailureException if other transactions took and released it at each attempt
   */
  Optional<First> reserve(Keyed command, Instant now) {
    for (int i = 0; i < TRIES; i++) {
      if (insert(command, now)) {
        return Optional.empty();
      }
      Optional<First> first = find(command);
      if (first.isPresent() && !first.get().isNeverHandled()) {
        return first;
      }
      first.ifPresent(this::release);
    }
    throw new ConcurrencyFailureException(
        "Other transactions took and released idempotency key %s of command %s again and again, or this transaction does not see their commits. Try again."
            .formatted(command.key(), command.type()));
  }

  /** Inserts the row; false if the key is taken, which does not affect the transaction. */
  private boolean insert(Keyed command, Instant now) {
    return Boolean.TRUE.equals(
        jdbc.execute((ConnectionCallback<Boolean>) connection -> insert(connection, command, now)));
  }

  private boolean insert(Connection connection, Keyed command, Instant now) throws SQLException {
    boolean isH2 = connection.getMetaData().getDatabaseProductName().equals("H2");
    String insert =
        """
        insert into %s (id, type, idempotency_key, payload_hash, status, recorded_at)
        values (?, ?, ?, ?, 'submitted', ?)"""
            .formatted(table());
    try {
      return jdbc.update(
              isH2 ? insert : insert + UNLESS_TAKEN,
              command.id(),
              command.type(),
              command.key(),
              command.hash(),
              at(now))
          == 1;
    } catch (DuplicateKeyException taken) {
      if (isH2) { // which undoes the statement alone
        return false;
      }
      throw taken;
    }
  }

  private Optional<First> find(Keyed command) {
    List<First> found =
        jdbc.query(
            """
            select id, payload_hash, status, result
              from %s
             where type = ? and idempotency_key = ?"""
                .formatted(table()),
            CommandKeys::first,
            command.type(),
            command.key());
    return found.stream().findFirst();
  }

  private static First first(ResultSet row, int number) throws SQLException {
    return new First(
        row.getObject(1, UUID.class), row.getString(2), row.getString(3), row.getString(4));
  }

  /** Releases the key of a command. The outcome of the command stays known. */
  private void release(First neverHandled) {
    jdbc.update(
        """
        update %s set idempotency_key = null
         where id = ? and status in ('expired', 'cancelled')"""
            .formatted(table()),
        neverHandled.id());
  }

  /** Records the success of a processed command. */
  void succeeded(UUID id, @Nullable String result, Instant now) {
    jdbc.update(
        "update %s set status = 'succeeded', result = ?, ended_at = ? where id = ?"
            .formatted(table()),
        result,
        at(now),
        id);
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private String table() {
    return schema.table("foliot_command");
  }
}
