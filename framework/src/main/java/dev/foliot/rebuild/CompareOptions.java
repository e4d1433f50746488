package dev.foliot.rebuild;

import dev.foliot.message.Given;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The way in which a projection is compared with its rebuild. Begin with {@link #standard()}.
 *
 * @param batchSizes how many messages a transaction of the rebuild handles at most; the projection
 *     is rebuilt once for each, and each time the segments are split in another way
 * @param ignoring columns that are not compared, such as {@code updated_at} or {@code
 *     balance.updated_at}. If they are part of a primary key, rows are compared as a whole
 * @param limit how many differences are returned at most
 * @param readsArchive whether archived events are handled too
 */
public record CompareOptions(
    List<Integer> batchSizes, Set<String> ignoring, int limit, boolean readsArchive) {
  private static final String SIZES = "batch sizes, such as 500";
  private static final String COLUMNS = "names of columns, such as updated_at";

  /**
   * @throws IllegalArgumentException if there is no batch size, or one or the limit is not positive
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

  /** The same with these batch sizes. A large projection is compared with one. */
  public CompareOptions batchSizes(Integer... sizes) {
    return new CompareOptions(
        Given.values(sizes, "CompareOptions.batchSizes", SIZES), ignoring, limit, readsArchive);
  }

  /** The same without these columns, and without those that were named before. */
  public CompareOptions ignoring(String... columns) {
    Set<String> all = new TreeSet<>(ignoring);
    all.addAll(Given.values(columns, "CompareOptions.ignoring", COLUMNS));
    return new CompareOptions(batchSizes, all, limit, readsArchive);
  }

  /** The same with another limit. */
  public CompareOptions limit(int most) {
    return new CompareOptions(batchSizes, ignoring, most, readsArchive);
  }

  /** The same with archived events. */
  public CompareOptions withArchive() {
    return new CompareOptions(batchSizes, ignoring, limit, true);
  }
}
