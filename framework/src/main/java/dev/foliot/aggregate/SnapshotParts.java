package dev.foliot.aggregate;

import dev.foliot.message.MessageTypes;
import dev.foliot.time.Background;
import dev.foliot.unitofwork.Transactions;

/**
 * What snapshots are taken with.
 *
 * @param store where they are
 * @param types the declared message types
 * @param transactions each snapshot has its own
 * @param background where they are taken
 */
public record SnapshotParts(
    SnapshotStore store, MessageTypes types, Transactions transactions, Background background) {}
