package dev.foliot.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.autoconfigure.web.FoliotProblemDetailsAutoConfiguration;
import dev.foliot.projection.ProjectionNotFoundException;
import dev.foliot.sample.inventory.StockLevel;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;

/** When Foliot answers with problem details, and when the application does. */
class ProblemDetailsTests {
  private static final AutoConfigurations CONFIGURATIONS =
      AutoConfigurations.of(
          HttpMessageConvertersAutoConfiguration.class,
          WebMvcAutoConfiguration.class,
          FoliotProblemDetailsAutoConfiguration.class);
  private static final String BEAN = "foliotProblemDetails";
  private static final String MISSING =
      "problemDetail.%s" + ProjectionNotFoundException.class.getName();

  private final WebApplicationContextRunner web =
      new WebApplicationContextRunner()
          .withConfiguration(CONFIGURATIONS)
          .withUserConfiguration(Levels.class)
          .withPropertyValues("spring.mvc.problemdetails.enabled=true");

  @RestController
  static class Levels {
    @GetMapping("/levels")
    ProblemDetail level() {
      throw new ProjectionNotFoundException(StockLevel.class, "anvil");
    }
  }

  @ControllerAdvice
  static class OfTheApplication {
    @ExceptionHandler(RuntimeException.class)
    ResponseEntity<String> failed() {
      return ResponseEntity.status(HttpStatus.LOCKED).body("the application's");
    }
  }

  private static MvcTestResult get(WebApplicationContext context) {
    return MockMvcTester.from(context).get().uri("/levels").exchange();
  }

  @ParameterizedTest
  @CsvSource({
    // Spring MVC's key, Foliot's key, expected
    ",           ,      false",
    "false,      ,      false",
    "true,       ,      true",
    "true,       false, false",
    "false,      true,  true",
    ",           true,  true"
  })
  void followSpringMvcUnlessConfigured(String springMvc, String foliot, boolean expected) {
    new WebApplicationContextRunner()
        .withConfiguration(CONFIGURATIONS)
        .withPropertyValues(
            springMvc == null ? "a=b" : "spring.mvc.problemdetails.enabled=" + springMvc,
            foliot == null ? "a=b" : "foliot.web.problem-details.enabled=" + foliot)
        .run(context -> assertThat(context.containsBean(BEAN)).isEqualTo(expected));
  }

  @Test
  void propertyThatIsNoBooleanIsNamed() {
    new WebApplicationContextRunner()
        .withConfiguration(CONFIGURATIONS)
        .withPropertyValues("foliot.web.problem-details.enabled=often")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .hasStackTraceContaining(
                        "Failed to bind properties under 'foliot.web.problem-details.enabled'"));
  }

  @Test
  void areLeftOutWithoutSpringMvc() {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(FoliotProblemDetailsAutoConfiguration.class))
        .withPropertyValues("foliot.web.problem-details.enabled=true")
        .run(context -> assertThat(context).doesNotHaveBean(BEAN));
  }

  @Test
  void nameTheProjectionThatHasNoRow() {
    web.run(
        context ->
            assertThat(get(context))
                .hasStatus(HttpStatus.NOT_FOUND)
                .bodyJson()
                .isEqualTo(
                    """
                    {"title": "Not Found", "status": 404, "instance": "/levels",
                     "detail": "No StockLevel with the id anvil was found."}
                    """));
  }

  @Test
  void leaveExceptionsToTheApplicationsAdvice() {
    web.withUserConfiguration(OfTheApplication.class)
        .run(context -> assertThat(get(context)).hasStatus(HttpStatus.LOCKED));
  }

  @Test
  void takeTypeTitleAndDetailFromMessages() {
    var messages = new StaticMessageSource();
    messages.addMessage(MISSING.formatted("type."), Locale.ENGLISH, "https://shop.example/missing");
    messages.addMessage(MISSING.formatted("title."), Locale.ENGLISH, "Missing");
    messages.addMessage(MISSING.formatted(""), Locale.ENGLISH, "{1} is not on our shelves.");

    web.withBean("messageSource", StaticMessageSource.class, () -> messages)
        .run(
            context ->
                assertThat(get(context))
                    .bodyJson()
                    .isLenientlyEqualTo(
                        """
                        {"type": "https://shop.example/missing", "title": "Missing",
                         "detail": "anvil is not on our shelves."}
                        """));
  }
}
