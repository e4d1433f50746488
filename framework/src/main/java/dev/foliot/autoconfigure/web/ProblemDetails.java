package dev.foliot.autoconfigure.web;

import dev.foliot.aggregate.AggregateExistsException;
import dev.foliot.aggregate.AggregateIdReusedException;
import dev.foliot.aggregate.AggregateNotFoundException;
import dev.foliot.aggregate.InvariantViolationException;
import dev.foliot.aggregate.NoSuchVersionException;
import dev.foliot.command.CommandExpiredException;
import dev.foliot.command.CommandNotEndedException;
import dev.foliot.command.CommandValidationException;
import dev.foliot.command.DuplicateCommandException;
import dev.foliot.command.IdempotencyKeyReusedException;
import dev.foliot.consistency.ConsistencyTimeoutException;
import dev.foliot.consistency.InvalidConsistencyTokenException;
import dev.foliot.consistency.ProjectionStoppedException;
import dev.foliot.eventstore.AggregateClosedException;
import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.eventstore.StreamName;
import dev.foliot.projection.ProjectionNotFoundException;
import dev.foliot.trace.MessageNotFoundException;
import java.util.List;
import java.util.Locale;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.context.MessageSource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers with RFC 9457 problem details. The texts are written for a client: they have neither the
 * text of an exception, which is for developers, nor a rejected value. An advice of the application
 * comes first.
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
@RegisterReflectionForBinding(ProblemDetails.Violation.class)
class ProblemDetails { // not final: an aspect of the application may match every advice
  private final MessageSource texts;

  /** One constraint that a command breaks. Its value may be secret, and is left out. */
  record Violation(String path, String message) {}

  ProblemDetails(MessageSource texts) {
    this.texts = texts;
  }

  // ---- 400

  @ExceptionHandler
  ErrorResponse invalid(CommandValidationException e, Locale locale) {
    List<Violation> violations =
        e.violations().stream().map(each -> new Violation(each.path(), each.message())).toList();
    return problem(e, HttpStatus.BAD_REQUEST, "The command is not valid. See its violations.")
        .property("violations", violations)
        .build(texts, locale);
  }

  @ExceptionHandler
  ErrorResponse invalid(InvalidConsistencyTokenException e, Locale locale) {
    String text = "The consistency token is not valid. Repeat the request without it.";
    return problem(e, HttpStatus.BAD_REQUEST, text).build(texts, locale);
  }

  // ---- 404

  @ExceptionHandler
  ErrorResponse notFound(AggregateNotFoundException e, Locale locale) {
    return notFound(e, e.category(), e.id(), locale);
  }

  @ExceptionHandler
  ErrorResponse notFound(ProjectionNotFoundException e, Locale locale) {
    return notFound(e, e.projection().getSimpleName(), e.id(), locale);
  }

  @ExceptionHandler
  ErrorResponse notFound(MessageNotFoundException e, Locale locale) {
    return notFound(e, "message", e.messageId(), locale);
  }

  private ErrorResponse notFound(RuntimeException e, String kind, Object id, Locale locale) {
    return about(e, HttpStatus.NOT_FOUND, "No %s with the id %s was found.", locale, kind, id);
  }

  @ExceptionHandler
  ErrorResponse notFound(NoSuchVersionException e, Locale locale) {
    String text = "Version %s was not found: the current version is %s.";
    return about(e, HttpStatus.NOT_FOUND, text, locale, e.version(), e.currentVersion());
  }

  // ---- 409, 410, 422

  @ExceptionHandler
  ErrorResponse changed(ConcurrentAggregateChangeException e, Locale locale) {
    String text = "The %s with the id %s was changed by another request. Repeat the request.";
    return about(e, HttpStatus.CONFLICT, text, locale, e.stream());
  }

  @ExceptionHandler
  ErrorResponse exists(AggregateExistsException e, Locale locale) {
    String text = "The %s with the id %s already exists.";
    return about(e, HttpStatus.CONFLICT, text, locale, e.stream());
  }

  @ExceptionHandler
  ErrorResponse reused(AggregateIdReusedException e, Locale locale) {
    String text = "The %s with the id %s was deleted. Use another id.";
    return about(e, HttpStatus.CONFLICT, text, locale, e.stream());
  }

  @ExceptionHandler
  ErrorResponse closed(AggregateClosedException e, Locale locale) {
    String text = "The %s with the id %s is closed and cannot be changed.";
    return about(e, HttpStatus.GONE, text, locale, e.stream());
  }

  @ExceptionHandler
  ErrorResponse refused(InvariantViolationException e, Locale locale) {
    List<String> invariants =
        e.violations().stream().map(InvariantViolationException.Violation::invariant).toList();
    String text = "The change breaks a rule of the domain. See the invariants.";
    return problem(e, HttpStatus.UNPROCESSABLE_CONTENT, text)
        .property("invariants", invariants)
        .build(texts, locale);
  }

  @ExceptionHandler
  ErrorResponse repeated(DuplicateCommandException e, Locale locale) {
    String text = "The request was done before.";
    return problem(e, HttpStatus.CONFLICT, text).build(texts, locale);
  }

  @ExceptionHandler
  ErrorResponse notEnded(CommandNotEndedException e, Locale locale) {
    String text =
        e.isFailed()
            ? "The first request with this idempotency key has failed. Use another key."
            : "The first request with this idempotency key has not ended. Repeat it later.";
    return problem(e, HttpStatus.CONFLICT, text).build(texts, locale);
  }

  @ExceptionHandler
  ErrorResponse reused(IdempotencyKeyReusedException e, Locale locale) {
    String text = "Another request has this idempotency key. Use another key.";
    return problem(e, HttpStatus.UNPROCESSABLE_CONTENT, text).build(texts, locale);
  }

  // ---- 503

  @ExceptionHandler
  ErrorResponse expired(CommandExpiredException e, Locale locale) {
    String text = "The command was not handled in time, and nothing was stored. Send it again.";
    return problem(e, HttpStatus.SERVICE_UNAVAILABLE, text).build(texts, locale);
  }

  @ExceptionHandler
  ErrorResponse late(ConsistencyTimeoutException e, Locale locale) {
    String text = "The data does not show the last change yet. Repeat the request.";
    return problem(e, HttpStatus.SERVICE_UNAVAILABLE, text)
        .header(HttpHeaders.RETRY_AFTER, "1")
        .build(texts, locale);
  }

  @ExceptionHandler
  ErrorResponse stopped(ProjectionStoppedException e, Locale locale) {
    String text =
        "The data does not show the last change, and will not without help. Repeat the request without the consistency token.";
    return problem(e, HttpStatus.SERVICE_UNAVAILABLE, text).build(texts, locale);
  }

  // ---- the response

  private ErrorResponse about(
      RuntimeException e, HttpStatus status, String text, Locale locale, StreamName stream) {
    return about(e, status, text, locale, stream.category(), stream.id());
  }

  private ErrorResponse about(
      RuntimeException e, HttpStatus status, String text, Locale locale, Object one, Object two) {
    return problem(e, status, text.formatted(one, two))
        .detailMessageArguments(one, two)
        .build(texts, locale);
  }

  private static ErrorResponse.Builder problem(RuntimeException e, HttpStatus status, String text) {
    return ErrorResponse.builder(e, status, text);
  }
}
