package dev.foliot.process;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The process managers of the application. It is filled once, after every bean exists and before
 * the application is ready.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ProcessDeclarations {
  private volatile List<ProcessDeclaration> all = List.of();

  /** Takes the process managers. */
  public void fill(Collection<ProcessDeclaration> found) {
    all = List.copyOf(found);
  }

  /** The names of the process managers with {@code stuckAfter}. */
  public List<String> watched() {
    return all.stream()
        .filter(each -> each.stuckAfter() != null)
        .map(ProcessDeclaration::name)
        .toList();
  }

  /**
   * Refuses a name for which nothing was found. Instances of a removed process manager can be found
   * under a name that is not known any more.
   *
   * @throws IllegalArgumentException if nothing is found, and no process manager has this name
   */
  void requireKnown(String name) {
    if (find(name).isEmpty()) {
      throw new IllegalArgumentException(
          "No process manager has the name %s; known are %s. Correct the name."
              .formatted(name, all.stream().map(ProcessDeclaration::name).sorted().toList()));
    }
  }

  List<ProcessDeclaration> all() {
    return all;
  }

  Optional<ProcessDeclaration> find(String name) {
    return all.stream().filter(each -> each.name().equals(name)).findFirst();
  }
}
