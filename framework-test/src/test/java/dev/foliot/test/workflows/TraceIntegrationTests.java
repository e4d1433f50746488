package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.message.CurrentMessage;
import dev.foliot.message.Metadata;
import dev.foliot.trace.Trace;
import dev.foliot.trace.TracedRun;
import dev.foliot.workflow.RunOptions;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Runs stand among the messages of their correlation (R61). */
class TraceIntegrationTests extends WorkflowTest {
  @Autowired Stock.Reservations reservations;
  @Autowired CurrentSpan span;

  @BeforeEach
  void publishInAChildRun() {
    reservations.seen.clear();
    domain.process(new Stock.Receive("p-1"));
    child.code =
        (ctx, input) -> {
          ctx.publish("tell", new Stock.Reserved("p-1", input));
          return input;
        };
    code((ctx, input) -> ctx.invoke("child", Scripted.Child.class, "o-1", String.class));
  }

  private Trace traceOf(int reservation) {
    return domain.trace(reservations.seen.get(reservation).id());
  }

  private static UUID idOf(Trace trace) {
    return trace.message().metadata().id();
  }

  @Test
  void runThatNothingCausedIsTheRoot() {
    start("r-1");
    engine.runUntilIdle();

    Trace trace = traceOf(0);

    assertThat(trace.runs()).extracting(TracedRun::runId).containsExactly("r-1", "r-1/1");
    Trace.Node root = trace.roots().get(0);
    assertThat(trace.roots()).hasSize(1);
    assertThat(root.run()).isEqualTo(trace.runs().get(0));
    assertThat(root.effects()).extracting(Trace.Node::id).contains(idOf(trace));
    assertThat(root.effects()).extracting(Trace.Node::run).contains(trace.runs().get(1));
    assertThat(trace.toString())
        .contains(": 1 messages, 2 runs\n")
        .contains("run r-1 of scripted, succeeded ")
        .contains("─ run r-1/1 of scripted-child, succeeded ");
  }

  @Test
  void runStandsBelowTheMessageThatCausedIt() {
    domain.process(new Stock.Reserve("p-1", "o-0"));
    engine.runUntilIdle();
    Metadata cause = reservations.seen.get(0);
    CurrentMessage.Scope scope = CurrentMessage.handling(cause);
    try {
      start("r-1");
    } finally {
      scope.close();
    }
    engine.runUntilIdle();
    workflows.fork("r-1", "1", RunOptions.id("f-1"));

    Trace trace = domain.trace(cause.id());

    assertThat(trace.runs()).extracting(TracedRun::runId).containsExactly("r-1", "r-1/1", "f-1");
    Trace.Node message = trace.roots().get(0).effects().get(0);
    assertThat(message.id()).isEqualTo(idOf(trace));
    Trace.Node run = message.effects().get(1);
    assertThat(run.run()).isEqualTo(trace.runs().get(0));
    assertThat(run.effects())
        .extracting(Trace.Node::run)
        .containsExactly(trace.runs().get(1), trace.runs().get(2));
    assertThat(trace.effects()).isNotEmpty();
  }

  @Test
  void messagesOfARunBelongToTheTraceOfTheRequestThatStartedIt() {
    String request = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    code(
        (ctx, input) -> {
          ctx.command("reserve", new Stock.Reserve("p-1", "command"));
          ctx.wait("pause", Duration.ofHours(1));
          ctx.submit("later", new Stock.Reserve("p-1", "submitted"));
          return ctx.invoke("child", Scripted.Child.class, "of a child", String.class);
        });

    span.in(request, () -> start("r-1"));
    engine.runUntilIdle();

    assertThat(reservations.seen)
        .hasSize(3)
        .extracting(Metadata::traceParent)
        .allMatch(request::equals);
  }
}
