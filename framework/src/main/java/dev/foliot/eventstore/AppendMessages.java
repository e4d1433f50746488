package dev.foliot.eventstore;

import dev.foliot.message.MessageJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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
    return append(messages, NewRow.of(messages, json));
  }

  /**
   * Appends a message without a stream version in a transaction of its own, by a statement that
   * commits itself. The thread must have no connection.
   *
   * @return false if more statements are needed, and then nothing is appended
   */
  boolean appendAlone(NewMessage message) {
    Optional<String> insert = dialect.insertAlone();
    String payload =
        insert.isPresent() ? json.writePlainPayload(message.message().payload()) : null;
    if (payload == null) {
      return false;
    }
    NewRow row = NewRow.of(message, payload, json);
    try {
      return connection.ask(alone -> executeIfItCommits(alone, insert.get(), row));
    } catch (DuplicateKeyException e) {
      throw DuplicateMessageException.among(List.of(row), e);
    }
  }

  private static boolean executeIfItCommits(Connection alone, String sql, NewRow row)
      throws SQLException {
    if (!alone.getAutoCommit()) {
      return false;
    }
    try (PreparedStatement insert = alone.prepareStatement(sql)) {
      InsertRow.set(insert, 1, row);
      insert.execute();
      return true;
    }
  }

  private AppendedPositions append(List<NewMessage> messages, List<NewRow> rows) {
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
