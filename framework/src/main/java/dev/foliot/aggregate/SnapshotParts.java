package dev.foliot.aggregate;

import dev.foliot.message.MessageTypes;
import dev.foliot.time.Background;
import dev.foliot.unitofwork.Transactions;
import org.apiguardian.api.API;

/**
 * The collaborators for taking snapshots.
 *
 * @param store the table of snapshots
 * @param types the declared message types
 * @param transactions the transactions: one for each snapshot
 * @param background the thread that takes snapshots
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record SnapshotParts(
    SnapshotStore store, MessageTypes types, Transactions transactions, Background background) {}
