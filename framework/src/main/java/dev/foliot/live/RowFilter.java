package dev.foliot.live;

import dev.foliot.message.Given;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Example;

/**
 * The rows that a subscriber follows. All matching rows are read again after a delivery of the
 * projection, so a filter has a limit. Subscribers with the same filter share its reads. Filters
 * are the same if they have the same ids, equal examples, or the same predicate object. Immutable.
 *
 * @param <P> the projection
 */
public final class RowFilter<P> {
  /** The limit of a filter that declares none. */
  public static final int STANDARD_LIMIT = 1_000;

  /** The highest limit. */
  public static final int HIGHEST_LIMIT = 10_000;

  private static final String NAME = "RowFilter";

  private final @Nullable Set<Object> ids;
  private final @Nullable Example<P> example;
  private final @Nullable Predicate<? super P> condition;
  private final @Nullable Function<? super P, ?> idOf;
  private final int limit;

  private RowFilter(
      @Nullable Set<Object> ids,
      @Nullable Example<P> example,
      @Nullable Predicate<? super P> condition,
      @Nullable Function<? super P, ?> idOf,
      int limit) {
    this.ids = ids;
    this.example = example;
    this.condition = condition;
    this.idOf = idOf;
    this.limit = limit;
  }

  /** All rows of a small projection. */
  public static <P> RowFilter<P> all() {
    return new RowFilter<>(null, null, null, null, STANDARD_LIMIT);
  }

  /**
   * The existing rows with these ids.
   *
   * @throws IllegalArgumentException if there are more than {@value #HIGHEST_LIMIT}
   */
  public static <P> RowFilter<P> ids(Collection<?> ids) {
    Given.value(ids, NAME + ".ids", "the ids of rows");
    Set<Object> all = new LinkedHashSet<>(List.copyOf(ids));
    refuseLimit(all.size(), 0);
    return new RowFilter<>(Set.copyOf(all), null, null, null, Math.max(1, all.size()));
  }

  /**
   * The rows that match an example, which the database selects. A projection that is not a JPA
   * entity has no examples, unless its view supports them.
   */
  public static <P> RowFilter<P> like(Example<P> example) {
    Given.value(example, NAME + ".like", "an example");
    return new RowFilter<>(null, example, null, null, STANDARD_LIMIT);
  }

  /**
   * All rows of a small projection that match a condition. The condition runs in this JVM, for
   * every row of the projection; keep it in a constant, so that subscribers share its reads.
   */
  public static <P> RowFilter<P> where(Predicate<? super P> condition) {
    Given.value(condition, NAME + ".where", "a condition");
    return new RowFilter<>(null, null, condition, null, STANDARD_LIMIT);
  }

  /**
   * Returns the same filter with another limit. If more rows have to be read, subscribers get a
   * {@link TooManyRowsException}.
   *
   * @param rows from 1 to {@value #HIGHEST_LIMIT}; rows that do not match a condition count too
   * @throws IllegalArgumentException if it is outside of that range
   */
  public RowFilter<P> atMost(int rows) {
    refuseLimit(rows, 1);
    return new RowFilter<>(ids, example, condition, idOf, rows);
  }

  /**
   * Returns the same filter with a function that returns the id of a row. Rows of a JPA entity do
   * not need it, unless the application has declared their view.
   */
  public RowFilter<P> identifiedBy(Function<? super P, ?> id) {
    Given.value(id, NAME + ".identifiedBy", "a function");
    return new RowFilter<>(ids, example, condition, id, limit);
  }

  private static void refuseLimit(int rows, int lowest) {
    if (rows < lowest || rows > HIGHEST_LIMIT) {
      throw new IllegalArgumentException(
          "A RowFilter was given %s rows. Take a number from %s to %s, or follow several filters."
              .formatted(rows, lowest, HIGHEST_LIMIT));
    }
  }

  @Nullable Set<Object> ids() {
    return ids;
  }

  @Nullable Example<P> example() {
    return example;
  }

  @Nullable Function<? super P, ?> idOf() {
    return idOf;
  }

  int limit() {
    return limit;
  }

  boolean matches(P row) {
    return condition == null || condition.test(row);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RowFilter<?> same
        && Objects.equals(ids, same.ids)
        && Objects.equals(example, same.example)
        && Objects.equals(condition, same.condition)
        && Objects.equals(idOf, same.idOf)
        && limit == same.limit;
  }

  @Override
  public int hashCode() {
    return Objects.hash(ids, example, condition, idOf, limit);
  }
}
