package dev.foliot.engine;

import dev.foliot.message.Lane;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The segments of this node at one moment, for a waiting reader.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class LocalSegments {
  private final List<Segment> segments;
  private final boolean hearsOthers;

  LocalSegments(List<Segment> segments, boolean hearsOthers) {
    this.segments = List.copyOf(segments);
    this.hearsOthers = hearsOthers;
  }

  /** Whether notifications of other nodes arrive now, as far as it is known. */
  public boolean hearsOthers() {
    return hearsOthers;
  }

  /**
   * The segments of a subscription. They are new objects each time that this node takes them; while
   * they are the same, no other node delivers to them.
   */
  public List<?> of(String subscription) {
    return segments.stream()
        .filter(each -> each.subscription().name().equals(subscription))
        .toList();
  }

  /** Whether this node has all segments of a subscription. */
  public boolean hasAll(String subscription) {
    List<Segment> own =
        segments.stream().filter(each -> each.subscription().name().equals(subscription)).toList();
    return !own.isEmpty() && own.size() == own.get(0).layout().segments();
  }

  /** Whether a segment of this node has the key, and has not reached a position yet. */
  public boolean isBehind(String subscription, String key, long position) {
    return segments.stream()
        .anyMatch(
            each ->
                each.subscription().name().equals(subscription)
                    && each.layout().isIn(each.number(), key)
                    && each.position(Lane.PRIMARY) < position);
  }
}
