package dev.foliot.command;

import dev.foliot.command.CommandKeys.First;
import dev.foliot.command.CommandKeys.Keyed;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.StorableKey;
import dev.foliot.handler.HandlerBean;
import dev.foliot.message.Message;
import dev.foliot.message.MessageJson;
import dev.foliot.time.StorableInstant;
import dev.foliot.unitofwork.Transactions.Work;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Lets a command with an idempotency key succeed once (R12). The key is reserved by a row in the
 * transaction of the command, before its handler is called. After a rollback the key is free again.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class IdempotentCommands {
  private static final int KEY_LENGTH = 200;

  private final CommandKeys keys;
  private final MessageJson json;
  private final CommandResults results;
  private final InstantSource clock;

  public IdempotentCommands(
      JdbcTemplate jdbc, FoliotSchema schema, MessageJson json, InstantSource clock) {
    this.keys = new CommandKeys(jdbc, schema);
    this.json = json;
    this.results = new CommandResults(json);
    this.clock = clock;
  }

  /**
   * Handles a command, or returns the result of the first one with its key.
   *
   * @throws DuplicateCommandException if the options refuse a repeat
   * @throws IdempotencyKeyReusedException if the first one differs
   * @throws CommandNotEndedException if the first one was submitted and may still succeed, or has
   *     failed for good
   */
  @Nullable Object process(
      HandlerBean handler, Message command, SendOptions options, Handling handling)
      throws Throwable {
    String key = options.idempotencyKey();
    if (key == null) {
      return handling.run();
    }
    // 1. Reserve the key. If another transaction has just reserved it, wait for its end.
    Optional<First> first = keys.reserve(keyed(command, key), now());
    // 2. Return the recorded result of a repeat.
    if (first.isPresent()) {
      return repeated(handler, command, options, key, first.get());
    }
    // 3. Call the handler, and record its result with its effects.
    Object result = handling.run();
    keys.succeeded(command.metadata().id(), results.write(handler, command, result), now());
    return result;
  }

  private @Nullable Object repeated(
      HandlerBean handler, Message command, SendOptions options, String key, First first) {
    refuseOther(command, key, first);
    if (!first.isSucceeded()) {
      throw new CommandNotEndedException(
          command.metadata().type(), key, first.id(), first.isFailed());
    }
    Object result = results.read(handler, command, first.result());
    if (options.refusesRepeats()) {
      throw DuplicateCommandException.succeeded(command.metadata(), key, first.id(), result);
    }
    return result;
  }

  /**
   * Stores a command, unless another one has its key.
   *
   * @return the id of the stored command
   * @throws DuplicateCommandException if the options refuse a repeat
   * @throws IdempotencyKeyReusedException if the first one differs
   */
  UUID submit(Message command, SendOptions options, Work<UUID> storing) throws Throwable {
    String key = options.idempotencyKey();
    if (key == null) {
      return storing.run();
    }
    Optional<First> first = keys.reserve(keyed(command, key), now());
    if (first.isEmpty()) {
      return storing.run();
    }
    refuseOther(command, key, first.get());
    if (options.refusesRepeats()) {
      throw DuplicateCommandException.submitted(command.metadata(), key, first.get().id());
    }
    return first.get().id();
  }

  private void refuseOther(Message command, String key, First first) {
    if (!first.hash().equals(json.fingerprint(command.payload()))) {
      throw new IdempotencyKeyReusedException(command.metadata().type(), key, first.id());
    }
  }

  private Keyed keyed(Message command, String key) {
    return new Keyed(
        command.metadata().id(),
        command.metadata().type(),
        StorableKey.of(key, KEY_LENGTH),
        json.fingerprint(command.payload()));
  }

  private Instant now() {
    return StorableInstant.nearest(clock.instant());
  }
}
