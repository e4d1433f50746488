package dev.foliot.command;

import dev.foliot.eventstore.StorableKey;
import dev.foliot.handler.HandlerMethod;
import dev.foliot.handler.SequencingKey;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** The sequences in which submitted commands run: the values of {@link Command#sequencedBy()}. */
final class CommandSequence {
  private static final int MAX_STREAM_ID = 500;

  private static final ClassValue<Optional<MethodHandle>> ACCESSORS =
      new ClassValue<>() {
        @Override
        protected Optional<MethodHandle> computeValue(Class<?> type) {
          Command command = AnnotatedElementUtils.findMergedAnnotation(type, Command.class);
          return command == null || command.sequencedBy().isBlank()
              ? Optional.empty()
              : Optional.of(accessor(type, command.sequencedBy()));
        }
      };

  private CommandSequence() {}

  /**
   * @throws IllegalArgumentException if the command has no component of that name, or its values
   *     have no text of their own
   */
  static void check(Class<?> command, String component) {
    if (!component.isBlank()) {
      accessor(command, component);
    }
  }

  private static MethodHandle accessor(Class<?> type, String component) {
    try {
      Method accessor = type.getDeclaredMethod(component);
      if (SequencingKey.isWithoutText(accessor.getReturnType())) {
        throw new IllegalArgumentException(
            "%s is sequenced by %s, which is a %s, and that has no toString() of its own, so equal values would not be one sequence. Let it be a String, a UUID, a number or a record."
                .formatted(type.getName(), component, accessor.getReturnType().getTypeName()));
      }
      return HandlerMethod.open(accessor);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          "%s is sequenced by %s, but has no component of that name. Name one of its components in @Command(sequencedBy = …), or leave it out."
              .formatted(type.getName(), component),
          e);
    }
  }

  /** The id of the command's stream: the value of its component, or its own id. */
  static String streamId(Object payload, UUID id) {
    return ACCESSORS
        .get(payload.getClass())
        .map(accessor -> value(accessor, payload))
        .map(value -> StorableKey.of(String.valueOf(value), MAX_STREAM_ID))
        .orElse(id.toString());
  }

  private static @Nullable Object value(MethodHandle accessor, Object payload) {
    try {
      return (Object) accessor.invoke(payload);
    } catch (Throwable e) {
      throw new IllegalStateException(
          "The component that %s is sequenced by cannot be read".formatted(payload.getClass()), e);
    }
  }
}
