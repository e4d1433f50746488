package dev.foliot.workflow.replay;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.BatchOptions;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.DurableFuture;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.springframework.core.ParameterizedTypeReference;

/** The code of a workflow that a seed determines. It keeps the names of the bodies that ran. */
final class RandomCode {
  private static final ParameterizedTypeReference<String> TEXT =
      ParameterizedTypeReference.forType(String.class);

  /** The bodies that ran, in their order. */
  final List<String> ran = new ArrayList<>();

  /** The names of the steps that fail. */
  final Set<String> failing = new LinkedHashSet<>();

  private final List<String> names = new ArrayList<>();
  private final List<Part> parts;

  /** A part of the code; it returns a text that shows what it has got. */
  private interface Part {
    String run(WorkflowContext ctx);
  }

  private final boolean hasFutures;

  /**
   * @param hasFutures whether steps run beside the code that follows
   */
  RandomCode(long seed, boolean hasFutures) {
    this.hasFutures = hasFutures;
    this.parts = parts(new Random(seed), 3, 5);
  }

  /** The names of all steps. */
  List<String> names() {
    return List.copyOf(names);
  }

  String run(WorkflowContext ctx) {
    return run(parts, ctx);
  }

  private static String run(List<Part> parts, WorkflowContext ctx) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.run(ctx)).append(' '));
    return text.append(ctx.uuid()).toString();
  }

  private List<Part> parts(Random random, int depth, int most) {
    List<Part> all = new ArrayList<>();
    int count = 1 + random.nextInt(most);
    for (int i = 0; i < count; i++) {
      all.add(part(random, depth));
    }
    return all;
  }

  private Part part(Random random, int depth) {
    int kind = random.nextInt(depth == 0 ? 4 : 9);
    return switch (kind == 1 && !hasFutures ? 2 : kind) {
      case 0 -> ctx -> "w" + waited(ctx);
      case 1 -> {
        List<Part> between = parts(random, 0, 2);
        String name = name();
        yield ctx -> {
          DurableFuture<String> later = ctx.stepAsync(name, String.class, step -> body(name));
          return run(between, ctx) + later.get();
        };
      }
      case 4 -> {
        List<Part> inside = parts(random, depth - 1, 3);
        yield ctx -> ctx.child("child", String.class, inner -> run(inside, inner));
      }
      case 5 -> {
        List<Part> inside = parts(random, depth - 1, 2);
        RetryPolicy twice = RetryPolicy.fixed(2, Duration.ofSeconds(5));
        yield ctx -> ctx.withRetry("block", String.class, twice, inner -> run(inside, inner));
      }
      case 6, 7 -> batch(random, depth - 1);
      default -> step(random.nextBoolean());
    };
  }

  private static String waited(WorkflowContext ctx) {
    ctx.wait("pause", Duration.ofMinutes(1));
    return ".";
  }

  private Part step(boolean isOnce) {
    String name = name();
    StepOptions kind = isOnce ? StepOptions.atMostOnce() : StepOptions.defaults();
    StepOptions options = kind.withRetry(RetryPolicy.fixed(2, Duration.ofSeconds(1)));
    return ctx -> ctx.step(name, String.class, options, step -> body(name));
  }

  private Part batch(Random random, int depth) {
    List<Branch<String>> branches = new ArrayList<>();
    int count = 2 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      List<Part> inside = parts(random, depth, 2);
      branches.add(Branch.of("branch" + i, ctx -> run(inside, ctx)));
    }
    BatchOptions kind =
        random.nextBoolean()
            ? BatchOptions.defaults()
            : BatchOptions.defaults().withNesting(BatchOptions.Nesting.FLAT);
    BatchOptions options = random.nextBoolean() ? kind : kind.withMaxConcurrency(2);
    return ctx ->
        String.join("|", ctx.parallel("batch", TEXT, branches, options).throwIfFailed().results());
  }

  private String name() {
    names.add("s" + names.size());
    return names.get(names.size() - 1);
  }

  private String body(String name) {
    ran.add(name);
    if (failing.contains(name)) {
      throw new IllegalStateException(name + " fails");
    }
    return name;
  }
}
