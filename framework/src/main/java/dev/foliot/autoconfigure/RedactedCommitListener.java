package dev.foliot.autoconfigure;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.failure.ReadableError;
import dev.foliot.failure.Rethrow;
import dev.foliot.personaldata.RedactedText;
import dev.foliot.unitofwork.CommitListener;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;

/** A listener whose failures, which are logged, quote no personal data of the messages. */
record RedactedCommitListener(CommitListener listener) implements CommitListener {
  static List<CommitListener> all(ObjectProvider<CommitListener> listeners) {
    return listeners.orderedStream().<CommitListener>map(RedactedCommitListener::new).toList();
  }

  @Override
  public void committed(List<NewMessage> messages) {
    try {
      listener.committed(messages);
    } catch (Throwable failure) {
      List<Object> payloads = messages.stream().map(each -> each.message().payload()).toList();
      throw Rethrow.asItIs(ReadableError.of(failure, RedactedText.hiding(payloads)));
    }
  }
}
