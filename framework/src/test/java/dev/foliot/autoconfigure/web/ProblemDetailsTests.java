package dev.foliot.autoconfigure.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.foliot.CommandOptions;
import dev.foliot.Domain;
import dev.foliot.autoconfigure.FoliotRunner;
import dev.foliot.autoconfigure.billing.Billing;
import dev.foliot.command.CommandExpiredException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.http.HttpStatus;

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
}
