package dev.foliot.handler;

import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.RecordedMessage;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events that an {@link On} method with a list takes, or the problem of the method. */
final class ListedEvents {
  private final Class<?> element;
  private final List<Class<?>> all;
  private final @Nullable String problem;

  ListedEvents(HandlerDeclaration declaration, WrittenMethod method, MessageTypes types) {
    List<Class<?>> named = named(method);
    List<Class<?>> declared = events(types);
    this.element = elementOf(method);
    this.all = named.isEmpty() ? declared.stream().filter(this::fits).toList() : named;
    this.problem = problemOf(declaration, method, declared);
  }

  /** Whether the method takes a list, or names the events of a list. */
  static boolean isListed(WrittenMethod method) {
    List<Class<?>> parameters = method.parameterTypes();
    return (!parameters.isEmpty() && parameters.get(0) == List.class) || !named(method).isEmpty();
  }

  private static List<Class<?>> named(WrittenMethod method) {
    return method
        .annotation(On.class)
        .<List<Class<?>>>map(on -> List.of(on.value()))
        .orElse(List.of());
  }

  private static List<Class<?>> events(MessageTypes types) {
    return types.all().stream()
        .filter(type -> type.kind() == MessageKind.EVENT)
        .<Class<?>>map(MessageType::javaType)
        .toList();
  }

  /** The class of the elements; {@code void.class} if it cannot be determined. */
  private static Class<?> elementOf(WrittenMethod method) {
    Type[] parameters = method.method().getGenericParameterTypes();
    Type parameter = parameters.length > 0 ? method.resolve(parameters[0]) : void.class;
    return parameter instanceof ParameterizedType list
            && list.getRawType() == List.class
            && method.resolve(list.getActualTypeArguments()[0]) instanceof Class<?> known
        ? known
        : void.class;
  }

  private boolean fits(Class<?> event) {
    return element == RecordedMessage.class || element.isAssignableFrom(event);
  }

  private @Nullable String problemOf(
      HandlerDeclaration declaration, WrittenMethod method, List<Class<?>> declared) {
    if (declaration.kind() != HandlerKind.PROJECTOR) {
      return "takes a List. Only a projector can take several events at once.";
    }
    if (element == void.class || method.parameterTypes().size() > 1) {
      return "must take only a List: of an event, of a supertype of events, or of RecordedMessage, which has the metadata.";
    }
    for (Class<?> event : all) {
      if (!declared.contains(event)) {
        return "names %s, which is not a known event. Annotate it with @DomainEvent, and check that its package is scanned."
            .formatted(event.getName());
      }
      if (!fits(event)) {
        return "names %s, which is not of type %s."
            .formatted(event.getName(), element.getSimpleName());
      }
    }
    return all.isEmpty()
        ? "takes a List of %s, but no known event is of this type. Annotate events with @DomainEvent, and check that their package is scanned."
            .formatted(element.getName())
        : null;
  }

  /** The class of the list's elements. */
  Class<?> element() {
    return element;
  }

  /** The classes of the events that it takes. */
  List<Class<?>> all() {
    return all;
  }

  /** Returns the problem of the method, as the text after its name. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }
}
