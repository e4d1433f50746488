package dev.foliot.test;

import dev.foliot.Domain;
import dev.foliot.Wiring;
import dev.foliot.Wiring.HandlerEntry;
import dev.foliot.handler.HandlerKind;
import java.util.List;

/** The projections that a test compares with their rebuilds. */
final class ComparedProjections {
  private ComparedProjections() {}

  /**
   * The given projections, or all projections that can be rebuilt.
   *
   * @throws AssertionError if there is none
   */
  static List<Class<?>> of(Domain domain, Class<?>... given) {
    List<Class<?>> compared = given.length == 0 ? domain.rebuilds().projections() : List.of(given);
    if (compared.isEmpty()) {
      throw nothing(domain.wiring());
    }
    return compared;
  }

  static AssertionError nothing(Wiring wiring) {
    List<String> inline =
        wiring.handlers().stream()
            .filter(handler -> handler.kind() == HandlerKind.PROJECTOR)
            .map(HandlerEntry::name)
            .toList();
    return new AssertionError(
        inline.isEmpty()
            ? "There is no projection to compare: the application has no @Projector bean. Check that its package is scanned."
            : "There is no projection to compare: inline projectors fill all of them, and their rows cannot be rebuilt. The projectors are: %s. Remove the assertion, or declare one of them without INLINE."
                .formatted(inline));
  }
}
