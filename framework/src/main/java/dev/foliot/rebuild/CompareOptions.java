package dev.foliot.rebuild;

import dev.foliot.message.Given;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The options of a comparison of a projection with its rebuild. Begin with {@link #standard()}.
 *
 * @param batchSizes the maximum number of messages in a transaction of the rebuild. The projection
 *     is rebuilt once for each size, with another number of segments each time
 * @param ignoring columns that are not compared, such as {@code updated_at} or {@code
 *     balance.updated_at}. If one of them is part of the primary key, rows are not matched by key:
 *     all other columns of a row must be equal
 * @param limit the maximum number of returned differences
 * @param readsArchive whether archived events are handled too
 */
public record CompareOptions(
    List<Integer> batchSizes, Set<String> ignoring, int limit, boolean readsArchive) {
  private static final String SIZES = "batch sizes, such as 500";
  private static final String COLUMNS = "names of columns, such as updated_at";

  /**
   * @throws IllegalArgumentException if there is no batch size, or if a batch size or the limit is
   *     not positive
   */
  public CompareOptions {
    batchSizes = Given.values(batchSizes, "CompareOptions", SIZES);
    ignoring = Set.copyOf(Given.values(ignoring, "CompareOptions", COLUMNS));
    if (batchSizes.isEmpty() || batchSizes.stream().anyMatch(size -> size < 1) || limit < 1) {
      throw new IllegalArgumentException(
          "CompareOptions was given the batch sizes %s and the limit %s. Give it at least one batch size, and only positive numbers."
              .formatted(batchSizes, limit));
    }
  }

  /** Batches of 1, 2, 7 and 500 messages, all columns, and up to 20 differences. */
  public static CompareOptions standard() {
    return new CompareOptions(List.of(1, 2, 7, 500), Set.of(), 20, false);
  }

  /** Returns the same options with these batch sizes. For a large projection, give one size. */
  public CompareOptions batchSizes(Integer... sizes) {
    return new CompareOptions(
        Given.values(sizes, "CompareOptions.batchSizes", SIZES), ignoring, limit, readsArchive);
  }

  /** Returns the same options, which ignore these columns in addition to the previous ones. */
  public CompareOptions ignoring(String... columns) {
    Set<String> all = new TreeSet<>(ignoring);
    all.addAll(Given.values(columns, "CompareOptions.ignoring", COLUMNS));
    return new CompareOptions(batchSizes, all, limit, readsArchive);
  }

  /** Returns the same options with another limit. */
  public CompareOptions limit(int most) {
    return new CompareOptions(batchSizes, ignoring, most, readsArchive);
  }

  /** Returns the same options with archived events. */
  public CompareOptions withArchive() {
    return new CompareOptions(batchSizes, ignoring, limit, true);
  }
}
