package dev.foliot.query;

import dev.foliot.consistency.ConsistencyToken;
import dev.foliot.message.Given;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The options of one query. Immutable: each method returns a copy. */
public final class QueryOptions {
  private final ConsistencyToken token;
  private final Set<Class<?>> projections;
  private final Optional<Duration> timeout;

  private QueryOptions(
      ConsistencyToken token, Set<Class<?>> projections, Optional<Duration> timeout) {
    this.token = token;
    this.projections = projections;
    this.timeout = timeout;
  }

  /**
   * The query is answered when projections have handled the events of the token.
   *
   * @param projections the projections to wait for. Without them, the query waits for the
   *     projections that its {@link QueryHandler} declares, else for all projections of the
   *     application
   */
  public static QueryOptions after(ConsistencyToken token, Class<?>... projections) {
    Given.value(token, "QueryOptions.after", "a token");
    List<Class<?>> given =
        Given.values(
            projections, "QueryOptions.after", "classes of projections, or leave them out");
    return new QueryOptions(token, Set.copyOf(given), Optional.empty());
  }

  /**
   * The longest wait; {@code foliot.query.consistency-timeout} if it is not given.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public QueryOptions timeout(Duration longest) {
    return new QueryOptions(
        token,
        projections,
        Optional.of(Given.duration(longest, "QueryOptions.timeout", "a duration")));
  }

  ConsistencyToken token() {
    return token;
  }

  Set<Class<?>> projections() {
    return projections;
  }

  Optional<Duration> timeout() {
    return timeout;
  }
}
