package dev.foliot.workflow.run;

import dev.foliot.handler.WiringProblems;
import dev.foliot.message.StorableText;
import dev.foliot.workflow.UnknownWorkflowException;
import dev.foliot.workflow.admission.FlowControl;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * The workflows of this application, by name and version.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class WorkflowRegistry {
  private static final int MAX_NAME = 200;

  private final SingletonSupplier<Map<Key, Known>> all;
  private final Map<String, Function<@Nullable Object, @Nullable String>> cancelKeys =
      new ConcurrentHashMap<>();

  private record Key(String name, int version) {}

  private record Known(WorkflowDefinition definition, FlowControl flow) {}

  /**
   * @param definitions called at the first search for a workflow; notes problems
   */
  public WorkflowRegistry(Function<WiringProblems, List<WorkflowDefinition>> definitions) {
    this.all = SingletonSupplier.of(() -> checked(definitions));
  }

  private static Map<Key, Known> checked(
      Function<WiringProblems, List<WorkflowDefinition>> definitions) {
    WiringProblems problems = new WiringProblems();
    Map<Key, Known> checked = new LinkedHashMap<>();
    for (WorkflowDefinition each : definitions.apply(problems)) {
      checkName(each, problems);
      FlowControl flow = FlowControl.of(each.declaredBy(), each.body().inputType(), problems::add);
      Known other = checked.put(new Key(each.name(), each.version()), new Known(each, flow));
      if (other != null) {
        problems.add(
            "Workflow %s is declared twice: by %s and by %s. Give one of them another name or another version in @Workflow."
                .formatted(
                    each.label(),
                    other.definition.declaredBy().getName(),
                    each.declaredBy().getName()));
      }
    }
    problems.throwIfAny();
    return checked;
  }

  private static void checkName(WorkflowDefinition each, WiringProblems problems) {
    boolean isName =
        !each.name().isBlank()
            && each.name().length() <= MAX_NAME
            && StorableText.problem(each.name()).isEmpty();
    if (!isName || each.version() < 1) {
      problems.add(
          "The workflow %s has the name \"%s\" and the version %s. Its name is not blank, has at most %s characters, and has neither the character U+0000 nor half of a surrogate pair; its version is at least 1."
              .formatted(each.declaredBy().getName(), each.name(), each.version(), MAX_NAME));
    }
  }

  private Map<Key, Known> all() {
    return all.obtain();
  }

  /**
   * Checks the workflows, at the start of the application.
   *
   * @throws dev.foliot.handler.WiringException if a workflow cannot run as it is declared; the text
   *     lists all problems
   */
  public void check() {
    all();
  }

  /** All workflows. */
  public Collection<WorkflowDefinition> definitions() {
    return all().values().stream().map(Known::definition).toList();
  }

  Optional<WorkflowDefinition> find(String name, int version) {
    return Optional.ofNullable(all().get(new Key(name, version))).map(Known::definition);
  }

  /**
   * From now on, runs are stored with a key by which events find them.
   *
   * @param key the key of an input; null if it has none
   */
  public void keepCancelKey(String workflow, Function<@Nullable Object, @Nullable String> key) {
    cancelKeys.put(workflow, key);
  }

  /** The key by which events find a run with this input; null if it has none. */
  @Nullable String cancelKeyOf(WorkflowDefinition workflow, @Nullable Object input) {
    Function<@Nullable Object, @Nullable String> key = cancelKeys.get(workflow.name());
    return key == null ? null : key.apply(input);
  }

  /** The flow control of a workflow of this application. */
  FlowControl flowOf(WorkflowDefinition definition) {
    return Objects.requireNonNull(all().get(new Key(definition.name(), definition.version())))
        .flow();
  }

  /**
   * The flow control of a run. If this application does not have the version of the run, the flow
   * control of the newest version.
   */
  Optional<FlowControl> flowOf(RunRow run) {
    RunRow.Identity identity = run.identity();
    return find(identity.workflow(), identity.version())
        .or(() -> newest(identity.workflow()))
        .map(this::flowOf);
  }

  /** The highest version of each name. */
  public List<WorkflowDefinition> newest() {
    return definitions().stream()
        .filter(each -> newest(each.name()).filter(each::equals).isPresent())
        .toList();
  }

  Optional<WorkflowDefinition> newest(String name) {
    return definitions().stream()
        .filter(each -> each.name().equals(name))
        .max(Comparator.comparing(WorkflowDefinition::version));
  }

  /**
   * The highest version of a name.
   *
   * @throws UnknownWorkflowException if there is none
   */
  WorkflowDefinition required(String name) {
    return newest(name).orElseThrow(() -> unknown(name));
  }

  /**
   * The workflow that a class declares.
   *
   * @throws UnknownWorkflowException if it declares none
   */
  WorkflowDefinition required(Class<?> type) {
    return definitions().stream()
        .filter(each -> each.declaredBy() == type)
        .findFirst()
        .orElseThrow(() -> unknown(type.getName()));
  }

  UnknownWorkflowException unknown(String name) {
    return new UnknownWorkflowException(
        name, definitions().stream().map(WorkflowDefinition::label).sorted().toList());
  }
}
