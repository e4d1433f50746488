package dev.foliot.aggregate;

import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Keeps events apart that states could change: an {@link Apply} method may take a list out of an
 * event, as its own, and that is right as long as each load reads events of its own.
 */
final class OwnEvent {
  private static final MessageJson JSON = new MessageJson(new MessageTypes(List.of()));
  private static final Set<Class<?>> VALUES =
      Set.of(
          String.class,
          Boolean.class,
          Character.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          BigDecimal.class,
          BigInteger.class,
          UUID.class,
          URI.class,
          Locale.class);
  private static final ClassValue<Boolean> FIXED =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return isFixed(type, new HashSet<>());
        }
      };

  private OwnEvent() {}

  /** The event itself if nothing in it can change, else another one, as it would be read. */
  static Object of(Object event) {
    Class<?> type = event.getClass();
    return FIXED.get(type) ? event : JSON.read(JSON.write(event), type);
  }

  /** By its declared types alone, so that it costs nothing at each load. */
  private static boolean isFixed(Class<?> type, Set<Class<?>> begun) {
    return type.isPrimitive()
        || type.isEnum()
        || VALUES.contains(type)
        || type.getName().startsWith("java.time.")
        || (type.isRecord()
            && (!begun.add(type)
                || Stream.of(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .allMatch(each -> isFixed(each, begun))));
  }
}
