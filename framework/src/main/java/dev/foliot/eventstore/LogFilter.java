package dev.foliot.eventstore;

import dev.foliot.message.Lane;
import dev.foliot.message.MessageKind;
import java.util.Collection;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Selects messages to read, in the order of positions. If a position is missing in the result, the
 * filter may exclude its message, or its transaction may still be open (a hole). The result does
 * not show which, so {@code upTo} must be settled ({@link LogTail#settled()}). Start with {@link
 * #between} and narrow.
 *
 * @param after the position after which messages are read
 * @param upTo the last position
 * @param limit the maximum number. If fewer messages are read, no others up to {@code upTo} match
 * @param kinds the kinds; all known kinds if empty
 * @param categories the categories; null for all
 * @param types the type names; null for all
 * @param excludedTypes the excluded type names
 * @param lane the lane; null for both
 * @param streams the streams; null for all
 * @param withSynchronous whether messages that were delivered synchronously are read, too
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record LogFilter(
    long after,
    long upTo,
    int limit,
    Set<MessageKind> kinds,
    @Nullable Set<String> categories,
    @Nullable Set<String> types,
    Set<String> excludedTypes,
    @Nullable Lane lane,
    @Nullable Set<StreamName> streams,
    boolean withSynchronous) {

  /** Every message with a position above {@code after}, up to {@code upTo}. */
  public static LogFilter between(long after, long upTo, int limit) {
    return new LogFilter(after, upTo, limit, Set.of(), null, null, Set.of(), null, null, true);
  }

  /** Only these kinds. */
  public LogFilter kinds(MessageKind... only) {
    return kinds(Set.of(only));
  }

  /** Only these kinds; all known kinds if there are none. */
  public LogFilter kinds(Collection<MessageKind> only) {
    return new LogFilter(
        after,
        upTo,
        limit,
        Set.copyOf(only),
        categories,
        types,
        excludedTypes,
        lane,
        streams,
        withSynchronous);
  }

  /** Only these categories. */
  public LogFilter categories(Set<String> only) {
    return new LogFilter(
        after, upTo, limit, kinds, only, types, excludedTypes, lane, streams, withSynchronous);
  }

  /** Only these type names. */
  public LogFilter types(Set<String> only) {
    return new LogFilter(
        after, upTo, limit, kinds, categories, only, excludedTypes, lane, streams, withSynchronous);
  }

  /** Not these type names. */
  public LogFilter excludedTypes(Set<String> excluded) {
    return new LogFilter(
        after, upTo, limit, kinds, categories, types, excluded, lane, streams, withSynchronous);
  }

  /** Only this lane. */
  public LogFilter lane(Lane only) {
    return new LogFilter(
        after,
        upTo,
        limit,
        kinds,
        categories,
        types,
        excludedTypes,
        only,
        streams,
        withSynchronous);
  }

  /** Only these streams. */
  public LogFilter streams(Set<StreamName> only) {
    return new LogFilter(
        after, upTo, limit, kinds, categories, types, excludedTypes, lane, only, withSynchronous);
  }

  /** Without messages that were delivered synchronously. */
  public LogFilter withoutSynchronous() {
    return new LogFilter(
        after, upTo, limit, kinds, categories, types, excludedTypes, lane, streams, false);
  }

  boolean matchesNothing() {
    return after >= upTo
        || (categories != null && categories.isEmpty())
        || (types != null && types.isEmpty())
        || (streams != null && streams.isEmpty());
  }
}
