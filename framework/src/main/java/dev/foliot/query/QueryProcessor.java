package dev.foliot.query;

import dev.foliot.consistency.AwaitProjections;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.CurrentMessage;
import dev.foliot.message.Given;
import dev.foliot.message.Message;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageOptions;
import dev.foliot.unitofwork.Transactions;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries in the caller's thread. Safe for use by several threads.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class QueryProcessor {
  private final HandlerRegistry handlers;
  private final MessageFactory messages;
  private final Transactions transactions;
  private final AwaitProjections projections;

  public QueryProcessor(
      HandlerRegistry handlers,
      MessageFactory messages,
      Transactions transactions,
      AwaitProjections projections) {
    this.handlers = handlers;
    this.messages = messages;
    this.transactions = transactions;
    this.projections = projections;
  }

  /**
   * Answers a query in the transaction of this thread, so that the handler sees its changes, or in
   * a read-only one. The handler's exception reaches the caller unchanged.
   *
   * @throws dev.foliot.handler.NoHandlerException if no handler takes it
   */
  public @Nullable Object ask(Object query) {
    Given.value(query, "domain.ask", "a query, a record with @Query");
    HandlerBean handler = handlers.answering(HandlerKind.QUERY, query.getClass());
    Message message = messages.sent(query, MessageOptions.NONE);
    return transactions.readOnly(() -> call(handler, message)).orElse(null);
  }

  /**
   * Answers a query as {@link #ask(Object)} does, when the projections have handled the events of
   * the token.
   *
   * @throws dev.foliot.handler.NoHandlerException if no handler takes it
   * @throws dev.foliot.consistency.ConsistencyTimeoutException if the projections have not handled
   *     the events within the timeout
   * @throws dev.foliot.consistency.ProjectionStoppedException if a person must act first
   */
  public @Nullable Object ask(Object query, QueryOptions options) {
    Given.value(query, "domain.ask", "a query, a record with @Query");
    Given.value(options, "domain.ask", "options, or leave them out");
    HandlerBean handler = handlers.answering(HandlerKind.QUERY, query.getClass());
    projections.await(
        options.token(),
        options.timeout().orElseGet(projections::standardTimeout),
        options.projections().isEmpty()
            ? QueryDeclarations.projections(handler.type())
            : options.projections());
    return ask(query);
  }

  private static Optional<Object> call(HandlerBean handler, Message message) throws Throwable {
    CurrentMessage.Scope scope = CurrentMessage.handling(message.metadata());
    try {
      return Optional.ofNullable(handler.handle(message));
    } finally {
      scope.close();
    }
  }
}
