package dev.foliot.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AroundTests {
  private final List<String> seen = new ArrayList<>();

  private Around<String> noting(String name, @Nullable String traceParent) {
    return work -> {
      seen.add(name + " enters " + work);
      return new Around.Scope() {
        @Override
        public @Nullable String traceParent() {
          return traceParent;
        }

        @Override
        public void exit() {
          seen.add(name + " exits");
        }

        @Override
        public void end(String outcome, @Nullable Throwable error) {
          seen.add(name + " ends " + outcome);
        }
      };
    };
  }

  @Test
  void firstIsOutermost() {
    Around.Scope scope =
        Around.all(List.of(noting("log", null), noting("span", "trace"))).enter("work");

    assertThat(scope.traceParent()).isEqualTo("trace");
    scope.exit();
    scope.end("done", null);
    assertThat(seen)
        .containsExactly(
            "log enters work",
            "span enters work",
            "span exits",
            "log exits",
            "span ends done",
            "log ends done");
  }

  @Test
  void oneThatThrowsKeepsOthersFromNothing() {
    Around<String> doesNotEnter =
        work -> {
          throw new IllegalStateException("a bug of its own");
        };
    Around<String> doesNotExit =
        work ->
            () -> {
              throw new IllegalStateException("another one");
            };

    Around.Scope scope =
        Around.all(List.of(doesNotEnter, noting("log", null), doesNotExit)).enter("work");
    scope.exit();
    scope.end("done", null);

    assertThat(seen).containsExactly("log enters work", "log exits", "log ends done");
  }

  @Test
  void nothingIsAroundNothing() {
    Around<String> none = work -> Around.Scope.NONE;

    assertThat(Around.<String>all(List.of()).enter("work")).isSameAs(Around.Scope.NONE);
    assertThat(Around.all(List.of(none)).enter("work")).isSameAs(Around.Scope.NONE);
  }
}
