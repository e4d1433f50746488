package dev.foliot.eventstore;

import dev.foliot.message.MessageJson;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Appends messages to the log within the current transaction, and explains a refused append. */
final class AppendMessages {
  private final Dialect dialect;
  private final StreamReads streams;
  private final MessageJson json;
  private final CurrentConnection connection;

  AppendMessages(
      Dialect dialect, StreamReads streams, MessageJson json, CurrentConnection connection) {
    this.dialect = dialect;
    this.streams = streams;
    this.json = json;
    this.connection = connection;
  }

  /** Appends all messages or none. The list must not be empty. */
  AppendedPositions append(List<NewMessage> messages) {
    requireTransaction();
    List<NewRow> rows = NewRow.of(messages, json);
    try {
      Optional<AppendedPositions> positions = dialect.append(rows);
      if (positions.isEmpty()) {
        throw new ExplainConflict(streams).of(messages);
      }
      return positions.get();
    } catch (DuplicateKeyException e) {
      throw ExplainConflict.isAboutVersion(e)
          ? ExplainConflict.of(messages, e)
          : DuplicateMessageException.among(rows, e);
    }
  }

  private void requireTransaction() {
    boolean inTransaction =
        TransactionSynchronizationManager.isActualTransactionActive()
            && !connection.ask(Connection::getAutoCommit);
    if (!inTransaction) {
      throw new IllegalStateException(
          "Messages were appended outside of a transaction of Foliot's data source. Annotate the method with @Transactional, or use a TransactionTemplate.");
    }
  }
}
