package dev.foliot.rebuild;

import dev.foliot.message.Given;
import dev.foliot.message.StorableText;

/**
 * The options of a rebuild. Begin with {@link #beside()} or {@link #inPlace()}.
 *
 * @param mode where the rows are written
 * @param switchesByItself whether the rebuilt rows become live as soon as they have caught up
 * @param readsArchive whether archived events are handled too
 * @param startedBy the person or part that starts it; up to 200 characters
 */
public record RebuildOptions(
    RebuildMode mode, boolean switchesByItself, boolean readsArchive, String startedBy) {
  private static final int MAX_NAME = 200;
  private static final String APPLICATION = "application";

  /**
   * @throws IllegalArgumentException if the name is blank or too long, if there is no mode, or if a
   *     rebuild in place has to wait for its switch or to read the archive
   */
  public RebuildOptions {
    Given.value(mode, "RebuildOptions", "a RebuildMode");
    Given.text(startedBy, "RebuildOptions", "the name of the person who starts it");
    if (startedBy.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "The name of the person who starts a rebuild has %s characters; %s are allowed."
              .formatted(startedBy.length(), MAX_NAME));
    }
    StorableText.require("The name of the person who starts a rebuild", startedBy);
    if (mode == RebuildMode.IN_PLACE && (readsArchive || !switchesByItself)) {
      throw new IllegalArgumentException(
          "A rebuild in place deletes the live rows and delivers the log again: it reads no archive and has no switch. Rebuild beside the live rows for that.");
    }
  }

  /** A rebuild beside the live rows, with a switch as soon as the rebuilt rows have caught up. */
  public static RebuildOptions beside() {
    return new RebuildOptions(RebuildMode.BESIDE, true, false, APPLICATION);
  }

  /**
   * A rebuild that deletes the live rows and fills them again. Readers see incomplete rows
   * meanwhile.
   */
  public static RebuildOptions inPlace() {
    return new RebuildOptions(RebuildMode.IN_PLACE, true, false, APPLICATION);
  }

  /** Returns the same options with archived events. */
  public RebuildOptions withArchive() {
    return new RebuildOptions(mode, switchesByItself, true, startedBy);
  }

  /**
   * Returns the same options without an automatic switch: a person switches by {@link
   * Rebuilds#switchOver}.
   */
  public RebuildOptions withoutSwitch() {
    return new RebuildOptions(mode, false, readsArchive, startedBy);
  }

  /** Returns the same options with the name of the person who starts the rebuild. */
  public RebuildOptions by(String name) {
    return new RebuildOptions(mode, switchesByItself, readsArchive, name);
  }

  boolean isInPlace() {
    return mode == RebuildMode.IN_PLACE;
  }
}
