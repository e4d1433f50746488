package dev.foliot.work;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step that a work has done for one of its instances, for the reports of tests.
 *
 * @param owner the part of the application that it belongs to, such as a workflow
 * @param key the instance of the owner
 * @param attempt how often the instance has been worked on, this time included, from 1
 * @param outcome one word, such as {@code waiting} or {@code succeeded}
 * @param did the names of the operations that ended in this step, in order
 * @param waitsFor the names of the operations that the instance waits for after this step
 * @param error why it failed; null if it did not
 */
public record WorkDone(
    String owner,
    String key,
    int attempt,
    String outcome,
    List<String> did,
    List<String> waitsFor,
    @Nullable String error) {
  public WorkDone {
    did = List.copyOf(did);
    waitsFor = List.copyOf(waitsFor);
  }

  /** Describes the outcome, with the wait and the error. */
  public String describe() {
    String waits = waitsFor.isEmpty() ? "" : " for " + String.join(", ", waitsFor);
    return outcome + waits + (error == null ? "" : ": " + error);
  }
}
