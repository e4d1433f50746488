package dev.foliot.projection;

import java.util.List;
import org.apiguardian.api.API;

/**
 * The tables of a projection.
 *
 * @param names as SQL writes them, without a schema
 * @param problems why a rebuild cannot exchange the tables, each with a remedy
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record TableNames(List<String> names, List<String> problems) {
  /** No tables are known. */
  public static final TableNames NONE = new TableNames(List.of(), List.of());

  public TableNames {
    names = List.copyOf(names);
    problems = List.copyOf(problems);
  }

  /** Tables that have no known problem. */
  public static TableNames of(List<String> names) {
    return new TableNames(names, List.of());
  }

  /** The tables that the annotation of the projection declares. */
  public static TableNames declaredBy(Class<?> projection) {
    return of(ProjectionDeclarations.tables(projection));
  }
}
