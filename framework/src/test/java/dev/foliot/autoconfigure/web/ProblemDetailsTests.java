package dev.foliot.autoconfigure.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.foliot.CommandOptions;
import dev.foliot.Domain;
import dev.foliot.autoconfigure.FoliotRunner;
import dev.foliot.autoconfigure.billing.Billing;
import dev.foliot.command.CommandExpiredException;
import dev.foliot.command.CommandNotEndedException;
import dev.foliot.command.DuplicateCommandException;
import dev.foliot.command.IdempotencyKeyReusedException;
import dev.foliot.consistency.ConsistencyTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;

/** Without Spring MVC; the sample tests the other responses over HTTP. */
class ProblemDetailsTests {
  private final ProblemDetails problems = new ProblemDetails(new StaticMessageSource());

  @Test
  void answer503ToAnExpiredCommand() {
    FoliotRunner.empty() // on the clock of the system, which goes on
        .withUserConfiguration(Billing.class)
        .withPropertyValues("foliot.packages=" + Billing.PACKAGE)
        .run(
            context -> {
              Domain domain = context.getBean(Domain.class);
              var command = new Billing.OpenAccount("a");
              var timeout = CommandOptions.none().timeout(Duration.ofNanos(1));

              var expired =
                  catchThrowableOfType(
                      CommandExpiredException.class, () -> domain.process(command, timeout));
              var response = problems.expired(expired, Locale.ENGLISH);

              assertThat(response.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
              assertThat(response.getBody().getDetail())
                  .isEqualTo(
                      "The command was not handled in time, and nothing was stored. Send it again.");
            });
  }

  @Test
  void answer503AndATimeToARequestThatWouldNotSeeItsChange() {
    var response = problems.late(mock(ConsistencyTimeoutException.class), Locale.ENGLISH);

    assertAnswer(
        response,
        HttpStatus.SERVICE_UNAVAILABLE,
        "The data does not show the last change yet. Repeat the request.");
    assertThat(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("1");
  }

  private static void billing(Consumer<Domain> test) {
    FoliotRunner.billing().run(context -> test.accept(context.getBean(Domain.class)));
  }

  private static void assertAnswer(ErrorResponse response, HttpStatus status, String detail) {
    assertThat(response.getStatusCode()).isEqualTo(status);
    assertThat(response.getBody().getDetail()).isEqualTo(detail);
  }

  @Test
  void answer409ToARepeat() {
    billing(
        domain -> {
          var key = CommandOptions.none().idempotencyKey("k").refuseRepeats();
          domain.process(new Billing.OpenAccount("a"), key);

          var repeated =
              catchThrowableOfType(
                  DuplicateCommandException.class,
                  () -> domain.process(new Billing.OpenAccount("a"), key));

          assertAnswer(
              problems.repeated(repeated, Locale.ENGLISH),
              HttpStatus.CONFLICT,
              "The request was done before.");
        });
  }

  @Test
  void answer409WhileTheFirstRequestRuns() {
    billing(
        domain -> {
          var key = CommandOptions.none().idempotencyKey("k");
          domain.submit(new Billing.OpenAccount("a"), key);

          var early =
              catchThrowableOfType(
                  CommandNotEndedException.class,
                  () -> domain.process(new Billing.OpenAccount("a"), key));

          assertAnswer(
              problems.notEnded(early, Locale.ENGLISH),
              HttpStatus.CONFLICT,
              "The first request with this idempotency key has not ended. Repeat it later.");
        });
  }

  @Test
  void answer409WithoutARepeatIfTheFirstRequestHasFailed() {
    CommandNotEndedException failed = mock(CommandNotEndedException.class);
    when(failed.isFailed()).thenReturn(true);

    assertAnswer(
        problems.notEnded(failed, Locale.ENGLISH),
        HttpStatus.CONFLICT,
        "The first request with this idempotency key has failed. Use another key.");
  }

  @Test
  void answer422ToAReusedKey() {
    billing(
        domain -> {
          var key = CommandOptions.none().idempotencyKey("k");
          domain.process(new Billing.OpenAccount("a"), key);

          var reused =
              catchThrowableOfType(
                  IdempotencyKeyReusedException.class,
                  () -> domain.process(new Billing.OpenAccount("b"), key));

          assertAnswer(
              problems.reused(reused, Locale.ENGLISH),
              HttpStatus.UNPROCESSABLE_CONTENT,
              "Another request has this idempotency key. Use another key.");
        });
  }
}
