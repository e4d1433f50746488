package dev.foliot.handler;

import dev.foliot.message.MessageKind;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.StreamKey;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Objects;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Groups the messages that must be handled one at a time and in order (R23): by default the
 * messages of one stream.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public sealed interface SequencingKey {
  /** The stream of the message. */
  SequencingKey STREAM = new ByStream();

  /**
   * The key of a message whose payload this subscription handles.
   *
   * @throws NoSequencingKeyException if the payload can be read, but does not give a key
   */
  String of(RecordedMessage message);

  /**
   * Whether values of the type have no text of their own, so that equal values have different keys.
   * For an interface or an abstract class this is not known, so it returns false.
   */
  static boolean isWithoutText(Class<?> value) {
    if (value.isArray()) {
      return true;
    }
    if (value.isPrimitive() || Modifier.isAbstract(value.getModifiers()) || value == Object.class) {
      return false;
    }
    try {
      return value.getMethod("toString").getDeclaringClass() == Object.class;
    } catch (NoSuchMethodException impossible) {
      return false;
    }
  }

  /** The stream: known without reading the payload. */
  record ByStream() implements SequencingKey {
    @Override
    public String of(RecordedMessage message) {
      return StreamKey.of(message.category(), message.streamId());
    }
  }

  /**
   * A component that every handled event has.
   *
   * @param name the component
   * @param accessors the accessor for each event class
   */
  record ByComponent(String name, Map<Class<?>, MethodHandle> accessors) implements SequencingKey {
    @Override
    public String of(RecordedMessage message) {
      Object payload = message.payload();
      return text(payload, read(payload));
    }

    /** The value may be of any class of the application. */
    private String text(Object payload, @Nullable Object value) {
      try {
        return Objects.requireNonNull(String.valueOf(value), "toString() returned null");
      } catch (Throwable e) {
        throw failed(payload, e);
      }
    }

    private NoSequencingKeyException failed(Object payload, Throwable e) {
      return new NoSequencingKeyException(
          "Reading %s of %s failed".formatted(name, payload.getClass().getName()), e);
    }

    private @Nullable Object read(Object payload) {
      MethodHandle accessor = accessors.get(payload.getClass());
      if (accessor == null) {
        throw new NoSequencingKeyException(
            "No component %s is known for %s".formatted(name, payload.getClass().getName()), null);
      }
      try {
        return (Object) accessor.invoke(payload);
      } catch (Throwable e) {
        throw failed(payload, e);
      }
    }
  }

  /**
   * The instance of a process: a component that every handled event has, or, for a message that the
   * process sent to itself, its stream.
   *
   * @param events gives the component of events
   */
  record ByCorrelation(ByComponent events) implements SequencingKey {
    @Override
    public String of(RecordedMessage message) {
      return message.kind() == MessageKind.TIMER ? message.streamId() : ofEvent(message.payload());
    }

    /**
     * The correlation of an event.
     *
     * @throws NoSequencingKeyException if the component is null or blank
     */
    public String ofEvent(Object event) {
      String correlation = text(event, events.read(event));
      if (correlation.isBlank()) {
        throw new NoSequencingKeyException(
            "%s has no %s, so it belongs to no process. Let the event have one."
                .formatted(event.getClass().getSimpleName(), events.name()),
            null);
      }
      return correlation;
    }

    /** An id may be a record with just one component. */
    private String text(Object event, @Nullable Object value) {
      if (value instanceof Record && value.getClass().getRecordComponents().length == 1) {
        return text(event, component(event, value));
      }
      return value == null ? "" : events.text(event, value);
    }

    private @Nullable Object component(Object event, Object value) {
      try {
        return HandlerMethod.read(value.getClass().getRecordComponents()[0], value);
      } catch (Throwable e) {
        throw events.failed(event, e);
      }
    }
  }
}
