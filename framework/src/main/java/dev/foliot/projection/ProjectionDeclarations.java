package dev.foliot.projection;

import dev.foliot.handler.HandlerDeclaration;
import dev.foliot.handler.HandlerKind;
import dev.foliot.handler.On;
import dev.foliot.handler.WiringProblems;
import java.util.List;
import org.apiguardian.api.API;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.OrderUtils;

/**
 * Reads {@link Projector}.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ProjectionDeclarations {
  private ProjectionDeclarations() {}

  /** Whether the class, or a superclass, is annotated with {@link Projection}. */
  static boolean isProjection(Class<?> type) {
    return AnnotatedElementUtils.hasAnnotation(type, Projection.class);
  }

  /** The tables that the annotation declares. */
  static List<String> tables(Class<?> type) {
    Projection projection = AnnotatedElementUtils.findMergedAnnotation(type, Projection.class);
    return projection == null ? List.of() : List.of(projection.tables());
  }

  /** The projection of a projector; its own class, if it declares only tables. */
  private static Class<?> filled(Projector projector, Class<?> type) {
    boolean isAlone = projector.value() == void.class && projector.tables().length > 0;
    return isAlone ? type : projector.value();
  }

  /** Reads the annotation on the class; an unknown projection is added to the problems (R38). */
  public static HandlerDeclaration handler(Class<?> type, WiringProblems problems) {
    Projector projector = AnnotatedElementUtils.findMergedAnnotation(type, Projector.class);
    if (projector == null) {
      throw new IllegalArgumentException(type.getName() + " is not a @Projector");
    }
    Class<?> projection = filled(projector, type);
    if (!isProjection(projection) && projector.tables().length == 0) {
      problems.add(
          "%s fills %s, which is not a known projection. Name a class with @Projection in @Projector(…). If it writes by SQL, name its tables in @Projector(tables = …)."
              .formatted(
                  type.getName(), projection == void.class ? "nothing" : projection.getName()));
    }
    if (projector.version() < 1) {
      problems.add(
          "%s has the version %s. Versions of a projector start at 1, and rise."
              .formatted(type.getName(), projector.version()));
    }
    boolean isInline = projector.consistency() == Consistency.INLINE;
    if (isInline && projector.version() > 1) {
      problems.add(
          "%s is inline and has the version %s, which would have no effect: an inline projector does not read the log, so no rebuild fills its rows. Leave the version out. For a rebuild, make the projector EVENTUAL first."
              .formatted(type.getName(), projector.version()));
    }
    HandlerDeclaration declared =
        new HandlerDeclaration(
                HandlerKind.PROJECTOR,
                HandlerDeclaration.nameOf(type, projector.name()),
                On.class,
                OrderUtils.getOrder(type, Ordered.LOWEST_PRECEDENCE),
                projector.sequencedBy(),
                projector.start(),
                projection,
                null)
            .ofVersion(projector.version());
    return isInline ? declared.inline() : declared;
  }
}
