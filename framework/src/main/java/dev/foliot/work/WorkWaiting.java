package dev.foliot.work;

import java.util.List;

/**
 * An instance of a work that is not done at the end of a run in test mode: it waits for a time, or
 * for an answer from outside.
 *
 * @param owner the part of the application that it belongs to, such as a workflow
 * @param key the instance of the owner
 * @param waitsFor the names of the operations that it waits for
 */
public record WorkWaiting(String owner, String key, List<String> waitsFor) {
  public WorkWaiting {
    waitsFor = List.copyOf(waitsFor);
  }
}
