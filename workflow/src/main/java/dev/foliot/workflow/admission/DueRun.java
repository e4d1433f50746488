package dev.foliot.workflow.admission;

import java.time.Instant;
import java.util.Comparator;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A run that is due, and begins unless a limit makes it queue.
 *
 * @param since when it was due for the first time
 * @param place the place that it needs; null for no limit
 * @param turn the turn that it needs; null for no throttle
 * @param endsAtOnce whether it ends without its code, and so never queues
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record DueRun(
    String id,
    int lane,
    @Nullable Instant since,
    @Nullable Place place,
    @Nullable Turn turn,
    boolean endsAtOnce) {
  static final Comparator<DueRun> IN_TURN =
      Comparator.comparing(DueRun::lane)
          .thenComparing(DueRun::since, Comparator.nullsFirst(Comparator.naturalOrder()));

  /**
   * A place among the executing runs of a key.
   *
   * @param limit the maximum number of these runs
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public record Place(AdmissionKey key, int limit) {}

  /**
   * A turn in a throttle.
   *
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public record Turn(AdmissionKey key, ThrottleRate rate) {}
}
