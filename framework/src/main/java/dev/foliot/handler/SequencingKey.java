package dev.foliot.handler;

import dev.foliot.message.RecordedMessage;
import dev.foliot.message.StreamKey;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import org.apiguardian.api.API;

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
      MethodHandle accessor = accessors.get(payload.getClass());
      if (accessor == null) {
        throw new NoSequencingKeyException(
            "No component %s is known for %s".formatted(name, payload.getClass().getName()), null);
      }
      try {
        return String.valueOf((Object) accessor.invoke(payload));
      } catch (Throwable e) {
        throw new NoSequencingKeyException("Reading " + name + " of " + message + " failed", e);
      }
    }
  }
}
