package dev.foliot.workflow.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ParameterizedTypeReference;

/** A codec that throws fails the run, whatever it throws. */
class BrokenCodecTests {
  private static final ParameterizedTypeReference<String> TEXT =
      ParameterizedTypeReference.forType(String.class);

  /** A codec that writes or reads nothing. */
  private record BrokenCodec(boolean writes, Throwable failure) implements PayloadCodec {
    @Override
    public String write(@Nullable Object value) {
      if (!writes) {
        throw BrokenCodec.<RuntimeException>undeclared(failure);
      }
      return "\"x\"";
    }

    @Override
    public @Nullable Object read(String payload, Type type) {
      throw BrokenCodec.<RuntimeException>undeclared(failure);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E undeclared(Throwable thrown) throws E {
      throw (E) thrown;
    }
  }

  private static String errorOf(
      BiFunction<WorkflowContext, StepOptions, String> code, boolean writes, Throwable failure) {
    StepOptions options = StepOptions.defaults().withCodec(new BrokenCodec(writes, failure));
    RunInMemory run = RunInMemory.of((ctx, input) -> code.apply(ctx, options));
    var end = run.end();
    assertThat(end.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.invocations).isEqualTo(1);
    return end.error().type() + ": " + end.error().message();
  }

  private static String step(WorkflowContext ctx, StepOptions options) {
    return ctx.step("bad", TEXT, options, step -> "text");
  }

  private static String asynchronousStep(WorkflowContext ctx, StepOptions options) {
    return ctx.stepAsync("bad", TEXT, options, step -> "text").get();
  }

  /** The code that catches an exception would be replayed in another way. */
  private static String caughtStep(WorkflowContext ctx, StepOptions options) {
    try {
      return step(ctx, options);
    } catch (Exception hidden) {
      return "hidden";
    }
  }

  @Test
  void errorOfAnAsynchronousStepIsThrownWhereItIsAwaited() {
    assertThat(
            errorOf(BrokenCodecTests::asynchronousStep, true, new StackOverflowError("too deep")))
        .contains("StackOverflowError");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void undeclaredExceptionIsThatOfAnUnusableValue(boolean writes) {
    String error =
        "The result of Step 'bad' at position 1 cannot be %s: java.io.IOException: closed."
            .formatted(writes ? "read as java.lang.String" : "stored");

    assertThat(errorOf(BrokenCodecTests::step, writes, new IOException("closed"))).contains(error);
    assertThat(errorOf(BrokenCodecTests::asynchronousStep, writes, new IOException("closed")))
        .contains(error);
    assertThat(errorOf(BrokenCodecTests::caughtStep, writes, new IOException("closed")))
        .contains(error);
  }
}
