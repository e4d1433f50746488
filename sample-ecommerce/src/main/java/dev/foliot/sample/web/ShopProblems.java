package dev.foliot.sample.web;

import dev.foliot.rebuild.RebuildRefusedException;
import dev.foliot.sample.catalog.ProductExistsException;
import dev.foliot.sample.catalog.UnknownProductException;
import dev.foliot.sample.customer.CustomerExistsException;
import dev.foliot.sample.fraud.FraudCaseNotFoundException;
import dev.foliot.sample.fraud.FraudCaseStatusException;
import dev.foliot.sample.fulfilment.ApprovalNotFoundException;
import dev.foliot.sample.imports.MalformedFileException;
import dev.foliot.sample.order.OrderAlreadyPlacedException;
import dev.foliot.sample.order.OrderNotFoundException;
import dev.foliot.sample.order.OrderStatusException;
import dev.foliot.workflow.CallbackClosedException;
import dev.foliot.workflow.RunNotFoundException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.MethodParameter;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.exc.StreamReadException;

/**
 * The errors of the shop as RFC 9457 problem details. In the same form, Spring MVC answers broken
 * JSON and wrong media types, and Foliot answers invalid commands and conflicts.
 */
@RestControllerAdvice
class ShopProblems extends ResponseEntityExceptionHandler {
  private static final String UNIQUE_VIOLATION = "23505";

  /** One fault of a request, in the form that Foliot gives to those of a command. */
  record Violation(String path, String message) {}

  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    List<Violation> violations = e.getFieldErrors().stream().map(ShopProblems::violation).toList();
    return handleExceptionInternal(e, invalid(violations), headers, status, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
      HandlerMethodValidationException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    Stream<Violation> ofBodies =
        e.getBeanResults().stream()
            .flatMap(result -> result.getFieldErrors().stream().map(ShopProblems::violation));
    Stream<Violation> ofParameters =
        e.getValueResults().stream()
            .flatMap(
                result ->
                    result.getResolvableErrors().stream()
                        .map(error -> violation(result.getMethodParameter(), error)));
    List<Violation> violations = Stream.concat(ofBodies, ofParameters).toList();
    return handleExceptionInternal(e, invalid(violations), headers, status, request);
  }

  private static Violation violation(FieldError error) {
    return new Violation(error.getField(), String.valueOf(error.getDefaultMessage()));
  }

  private static Violation violation(MethodParameter parameter, MessageSourceResolvable error) {
    return new Violation(
        String.valueOf(parameter.getParameterName()), String.valueOf(error.getDefaultMessage()));
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String reason =
        e.getCause() instanceof StreamReadException json
            ? json.getOriginalMessage()
            : "it has another shape than expected. See the API at /swagger-ui.html.";
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(status, "The request cannot be read: " + reason);
    return handleExceptionInternal(e, problem, headers, status, request);
  }

  private static ProblemDetail invalid(List<Violation> violations) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.BAD_REQUEST, "The request is invalid. See its violations.");
    problem.setProperty("violations", violations);
    return problem;
  }

  @ExceptionHandler
  ProblemDetail malformed(MalformedFileException e) {
    return problem(HttpStatus.BAD_REQUEST, e);
  }

  @ExceptionHandler({
    ApprovalNotFoundException.class,
    FraudCaseNotFoundException.class,
    OrderNotFoundException.class,
    RunNotFoundException.class
  })
  ProblemDetail notFound(RuntimeException e) {
    return problem(HttpStatus.NOT_FOUND, e);
  }

  @ExceptionHandler({
    CustomerExistsException.class,
    FraudCaseStatusException.class,
    OrderAlreadyPlacedException.class,
    OrderStatusException.class,
    ProductExistsException.class,
    CallbackClosedException.class,
    RebuildRefusedException.class
  })
  ProblemDetail conflict(RuntimeException e) {
    return problem(HttpStatus.CONFLICT, e);
  }

  /** Two requests brought the same new id at the same moment. Any other violation is a fault. */
  @ExceptionHandler
  ProblemDetail duplicate(DataIntegrityViolationException e) {
    if (!isDuplicate(e)) {
      throw e;
    }
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.CONFLICT, "Another request stored the same id just now. Look at it first.");
  }

  /** Spring translates only what JDBC throws to a {@link DuplicateKeyException}. */
  private static boolean isDuplicate(DataIntegrityViolationException e) {
    return e instanceof DuplicateKeyException
        || (e.getMostSpecificCause() instanceof SQLException sql
            && UNIQUE_VIOLATION.equals(sql.getSQLState()));
  }

  @ExceptionHandler
  ProblemDetail unprocessable(UnknownProductException e) {
    return problem(HttpStatus.UNPROCESSABLE_CONTENT, e);
  }

  private static ProblemDetail problem(HttpStatus status, RuntimeException e) {
    return ProblemDetail.forStatusAndDetail(status, e.getMessage());
  }
}
