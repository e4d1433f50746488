package dev.foliot.message;

import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A method with {@link Upcasts}, ready to be called.
 *
 * @param method its name in error texts, such as {@code ShopUpcasters.addWarehouse}
 * @param kind the kind of the stored messages
 * @param name the name under which the messages were stored
 * @param from the version that is converted
 * @param to the resulting version; 0 if there may be several messages, each with its own
 * @param as the names that the result may have; if empty, the name is unchanged
 * @param takesMetadata whether the method takes the metadata, too; if not, the metadata need not be
 *     read
 * @param conversion the method
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record Upcaster(
    String method,
    MessageKind kind,
    String name,
    int from,
    int to,
    List<String> as,
    boolean takesMetadata,
    Conversion conversion) {

  /** Converts a content, which it may change. */
  @FunctionalInterface
  public interface Conversion {
    /**
     * Returns the converted content; throws the exception of the method.
     *
     * @param metadata null if the method does not take it
     */
    List<UpcastMessage> convert(ObjectNode content, @Nullable Metadata metadata) throws Throwable;
  }

  public Upcaster {
    as = as.isEmpty() ? List.of(name) : List.copyOf(as);
  }

  /** Whether the result may be any number of messages. */
  boolean splits() {
    return to == 0;
  }
}
