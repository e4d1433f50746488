package dev.foliot.projection;

import org.apiguardian.api.API;

/**
 * Knows the tables of some projections. Foliot calls each bean of this type.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface ProjectionTables {
  /** The tables of the rows; {@link TableNames#NONE} if it does not know the projection. */
  TableNames of(Class<?> projection);
}
