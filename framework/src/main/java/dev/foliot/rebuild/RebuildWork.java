package dev.foliot.rebuild;

import dev.foliot.failure.ErrorText;
import dev.foliot.work.EveryNodeWork;
import dev.foliot.work.Steps;
import dev.foliot.work.Work;
import dev.foliot.work.WorkingNode;
import java.util.List;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * A work of the engine that rebuilds. A node has one for each step that may run at once.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class RebuildWork implements EveryNodeWork {
  private static final int MAX_NAME = 200;

  private final RebuildParts parts;
  private final RebuildSignal signal;
  private final int number;

  private RebuildWork(RebuildParts parts, RebuildSignal signal, int number) {
    this.parts = parts;
    this.signal = signal;
    this.number = number;
  }

  /** The works of a node. */
  public static List<Work> of(RebuildParts parts, RebuildSignal signal) {
    return IntStream.rangeClosed(1, parts.settings().concurrency())
        .<Work>mapToObj(number -> new RebuildWork(parts, signal, number))
        .toList();
  }

  @Override
  public String name() {
    return number == 1 ? "foliot:rebuild" : "foliot:rebuild-" + number;
  }

  @Override
  public List<String> declares() {
    return number > 1
        ? List.of()
        : parts.projections().all().stream().map(each -> declared(each.name())).toList();
  }

  /** The name by which a node declares that it has the class of a projection. */
  static String declared(String projection) {
    return ErrorText.cut("foliot:projection:" + projection, MAX_NAME);
  }

  @Override
  public Steps begin(WorkingNode node) {
    return new RebuildSteps(parts, node, signal);
  }
}
