package dev.foliot.handler;

import org.apiguardian.api.API;

/**
 * Refuses names that the columns of Foliot's tables cannot take. Some names are stored at the
 * start, others only with the first message.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class StoredName {
  /** The maximum number of characters of a name. */
  public static final int MAX = 200;

  /**
   * The beginning of the names of the engine's own works, which are stored beside the
   * subscriptions.
   */
  public static final String OWN = "foliot:";

  private StoredName() {}

  /** Reports a subscription whose name is reserved for the works of the engine. */
  static void checkNotOwn(String subscription, Class<?> declaredBy, WiringProblems problems) {
    if (subscription.startsWith(OWN)) {
      problems.add(
          "The subscription name %s of %s begins with %s, as the names of the engine's own works do. Give it another name."
              .formatted(subscription, declaredBy.getName(), OWN));
    }
  }

  /**
   * Reports a name that is too long.
   *
   * @param kind the kind of the named thing, such as {@code subscription}
   * @param declaredBy the class that declares the name
   */
  public static void check(String kind, String name, Class<?> declaredBy, WiringProblems problems) {
    if (name.length() > MAX) {
      problems.add(
          "The %s name %s of %s has %s characters, and at most %s can be stored. Give it a shorter name."
              .formatted(kind, name, declaredBy.getName(), name.length(), MAX));
    }
  }
}
