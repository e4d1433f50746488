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
 * Copies events that a state could change. So an {@link Apply} method may keep a list of an event
 * and change it: each load has event objects of its own, although the cache keeps the events.
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

  /** The event itself if it is immutable, else a copy, as if it was read from the log. */
  static Object of(Object event) {
    Class<?> type = event.getClass();
    return FIXED.get(type) ? event : JSON.read(JSON.write(event), type);
  }

  /** Whether a class is immutable by its declared types, so that a load copies nothing. */
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
