package dev.foliot.message;

import org.apiguardian.api.API;

/**
 * The headers that only Foliot sets: their names begin with {@code foliot-}.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ReservedHeaders {
  private static final String PREFIX = "foliot-";

  private ReservedHeaders() {}

  /**
   * Refuses a reserved name.
   *
   * @param call the called method, such as {@code CommandOptions.header}
   * @throws IllegalArgumentException if the name begins with {@code foliot-}, in upper or lower
   *     case
   */
  public static void refuse(String name, String call) {
    if (name.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
      throw new IllegalArgumentException(
          "%s was given the header %s. Foliot sets the headers whose names begin with foliot-. %s"
              .formatted(call, name, remedy(name)));
    }
  }

  private static String remedy(String name) {
    return name.equalsIgnoreCase(Metadata.USER)
        ? "This one has the name of the user who caused the message: declare a CurrentUser bean to decide it."
        : "Give it another name.";
  }
}
