package dev.foliot.message;

import org.apiguardian.api.API;

/**
 * The identity of a stream as one text: {@code order-42}. A hyphen of the category is written as
 * {@code %2D} and a percent sign as {@code %25}, so that the first hyphen always ends the category:
 * the stream {@code 1} of {@code order-line} and the stream {@code line-1} of {@code order} have
 * different keys, although both are printed as {@code order-line-1}.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class StreamKey {
  private StreamKey() {}

  /** The key of the stream with this id in this category. */
  public static String of(String category, String id) {
    return category.replace("%", "%25").replace("-", "%2D") + "-" + id;
  }

  /** The same as an SQL expression of two columns. */
  public static String inSql(String category, String id) {
    return "replace(replace(%s, '%%', '%%25'), '-', '%%2D') || '-' || %s".formatted(category, id);
  }
}
