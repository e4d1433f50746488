package dev.foliot.workflow.admission;

import java.util.Comparator;
import org.apiguardian.api.API;

/**
 * The key of a row of {@code foliot_admission}: the starts that a policy of a workflow counts
 * together.
 *
 * @param value the value of the key expression; empty if there is none
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record AdmissionKey(String workflow, Policy policy, String value)
    implements Comparable<AdmissionKey> {
  private static final Comparator<AdmissionKey> ORDER =
      Comparator.comparing(AdmissionKey::workflow)
          .thenComparing(AdmissionKey::policy)
          .thenComparing(AdmissionKey::value);

  /** The order in which all transactions lock rows. */
  @Override
  public int compareTo(AdmissionKey other) {
    return ORDER.compare(this, other);
  }

  /** The name of the queue of runs that wait for this key. */
  public String queue() {
    return policy.label() + ":" + value;
  }

  /** The key of a queue. */
  public static AdmissionKey ofQueue(String workflow, String queue) {
    int colon = queue.indexOf(':');
    return new AdmissionKey(
        workflow, Policy.labelled(queue.substring(0, colon)), queue.substring(colon + 1));
  }
}
