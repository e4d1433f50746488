package dev.foliot.workflow.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunReport;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.autoconfigure.Approval;
import dev.foliot.workflow.autoconfigure.WorkflowRunner;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.invoke.convert.ConversionServiceParameterValueMapper;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpointDiscoverer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What the endpoint of workflows answers. */
class FoliotWorkflowsEndpointTests {
  private final ApplicationContextRunner runner =
      WorkflowRunner.withApproval()
          .withConfiguration(AutoConfigurations.of(FoliotWorkflowEndpointAutoConfiguration.class))
          .withPropertyValues("management.endpoints.web.exposure.include=foliotworkflows");

  private void withARun(BiConsumer<FoliotWorkflowsEndpoint, Workflows> test) {
    runner.run(
        context -> {
          Workflows workflows = context.getBean(Workflows.class);
          Approval.startAndRun(context, RunOptions.id("r-1"));
          test.accept(context.getBean(FoliotWorkflowsEndpoint.class), workflows);
        });
  }

  @Test
  void listsWithoutPayloads() {
    withARun(
        (endpoint, workflows) -> {
          assertThat(endpoint.list("approval", "waiting", null, null, null).getBody().toString())
              .contains("id=r-1")
              .doesNotContain("a secret");
          assertThat(endpoint.list(null, "failed", null, null, null).getBody().toString())
              .isEqualTo("{runs=[]}");
          assertThat(endpoint.list(null, "lost", null, null, null).getStatus()).isEqualTo(400);
          assertThat(endpoint.list("aproval", null, null, null, null).getStatus()).isEqualTo(404);
          assertThat(endpoint.list(null, null, null, null, 0).getStatus()).isEqualTo(400);
        });
  }

  @Test
  void showsOneRun() {
    withARun(
        (endpoint, workflows) -> {
          RunReport report = (RunReport) show(endpoint, "r-1").getBody();

          assertThat(report.input()).contains("a secret");
          assertThat(report.waits()).singleElement().asString().contains("waitsFor=r-1/1-1");
          assertThat(show(endpoint, "r-1", "2").getStatus()).isEqualTo(404);
          assertThat(show(endpoint, "r-1", "2").getBody().toString()).contains("no run r-1/2.");
        });
  }

  @Test
  void completesACallbackOnce() {
    withARun(
        (endpoint, workflows) -> {
          var invalid =
              endpoint.change("complete", null, "r-1/1-1", "{yes", null, null, null, null);
          assertThat(invalid.getStatus()).isEqualTo(400);

          assertThat(
                  endpoint
                      .change("complete", null, "r-1/1-1", "\"yes\"", null, null, null, null)
                      .getBody())
              .isEqualTo(Map.of("completed", true));
          assertThat(
                  endpoint
                      .change("fail", null, "r-1/1-1", null, "No", null, null, null)
                      .getStatus())
              .isEqualTo(409);
          assertThat(
                  endpoint.change("fail", null, "other", null, "No", null, null, null).getStatus())
              .isEqualTo(404);
        });
  }

  @Test
  void cancelsAndTerminates() {
    withARun(
        (endpoint, workflows) -> {
          assertThat(run(endpoint, "cancel").getBody()).isEqualTo(Map.of("cancelled", true));
          assertThat(run(endpoint, "terminate").getBody()).isEqualTo(Map.of("terminated", true));

          assertThat(workflows.handle("r-1").status()).isEqualTo(RunStatus.TERMINATED);
          assertThat(run(endpoint, "cancel").getBody()).isEqualTo(Map.of("cancelled", false));
          assertThat(run(endpoint, "restart").getStatus()).isEqualTo(400);
          assertThat(
                  endpoint.change("cancel", null, null, null, null, null, null, null).getStatus())
              .isEqualTo(400);
        });
  }

  @Test
  void retriesAndForks() {
    withARun(
        (endpoint, workflows) -> {
          assertThat(repeat(endpoint, "retry", null, null).getStatus()).isEqualTo(409);
          workflows.handle("r-1").terminate();

          assertThat(repeat(endpoint, "retry", "lost", null).getStatus()).isEqualTo(400);
          assertThat(repeat(endpoint, "retry", null, null).getBody())
              .isEqualTo(Map.of("retried", "r-1"));
          assertThat(workflows.handle("r-1").status()).isEqualTo(RunStatus.RUNNING);
          assertThat(repeat(endpoint, "fork", null, null).getStatus()).isEqualTo(400);
          assertThat(repeat(endpoint, "fork", "1", "{").getStatus()).isEqualTo(400);
          Map<?, ?> forked = (Map<?, ?>) repeat(endpoint, "fork", "1", "\"new\"").getBody();
          assertThat(workflows.show((String) forked.get("forked")).orElseThrow().input())
              .contains("new");
        });
  }

  private static WebEndpointResponse<Object> repeat(
      FoliotWorkflowsEndpoint endpoint, String action, String from, String input) {
    return endpoint.change(action, "r-1", null, null, null, null, from, input);
  }

  private static WebEndpointResponse<Object> show(FoliotWorkflowsEndpoint endpoint, String... run) {
    return endpoint.show(run, null, null);
  }

  @Test
  void showsEvents() {
    withARun(
        (endpoint, workflows) -> {
          String[] run = {"r-1"};

          assertThat(endpoint.show(run, 0L, null).getBody()).isEqualTo(Map.of("events", List.of()));
          assertThat(endpoint.show(run, 0L, 0).getStatus()).isEqualTo(400);
          assertThat(endpoint.show(new String[] {"r-2"}, 0L, null).getStatus()).isEqualTo(404);
        });
  }

  private static WebEndpointResponse<Object> run(FoliotWorkflowsEndpoint endpoint, String action) {
    return endpoint.change(action, "r-1", null, null, null, null, null, null);
  }

  @Test
  void hasAPathForEachRequest() {
    runner.run(
        context -> {
          WebEndpointDiscoverer discoverer =
              new WebEndpointDiscoverer(
                  context,
                  new ConversionServiceParameterValueMapper(),
                  EndpointMediaTypes.DEFAULT,
                  List.of(),
                  List.of(),
                  List.of(),
                  List.of(),
                  List.of());

          assertThat(discoverer.getEndpoints())
              .singleElement()
              .satisfies(
                  endpoint ->
                      assertThat(endpoint.getOperations())
                          .extracting(operation -> operation.getRequestPredicate().getPath())
                          .containsExactlyInAnyOrder(
                              "foliotworkflows",
                              "foliotworkflows/{*run}",
                              "foliotworkflows/{action}"));
        });
  }

  @Test
  void isNotThereUnlessExposed() {
    runner
        .withPropertyValues("management.endpoints.web.exposure.include=")
        .run(context -> assertThat(context).doesNotHaveBean(FoliotWorkflowsEndpoint.class));
  }
}
