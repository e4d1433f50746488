package dev.foliot.personaldata;

import dev.foliot.failure.ErrorText;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.SequencingKey;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;

/**
 * Finds the problems of the personal data in the application's messages (R38): data that would stay
 * unencrypted, or messages that would be unreadable after their person is forgotten. A component of
 * a type such as {@code Object} is checked when it is stored.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class PersonalDataInspection {
  private final MessageJson json;
  private final SealedProperties written = new SealedProperties();
  private final JsonMapper writing = written.marking(new JsonMapper());
  private final Set<Visit> visited = new HashSet<>();
  private final Set<String> problems = new LinkedHashSet<>();

  private PersonalDataInspection(MessageJson json) {
    this.json = json;
  }

  /** A record as it is met in a message. */
  private record Visit(Class<?> type, boolean hasSubject, boolean isPersonal) {}

  /**
   * Inspects commands and events, which are stored, and the handlers that are sequenced by their
   * components.
   */
  public static void inspect(
      MessageTypes types,
      Collection<HandlerBean> handlers,
      MessageJson json,
      WiringProblems problems) {
    var inspection = new PersonalDataInspection(json);
    for (MessageType type : types.all()) {
      if (type.kind() != MessageKind.QUERY) {
        inspection.visit(type.javaType(), false, false, type.name());
      }
    }
    handlers.forEach(inspection::checkSequencing);
    inspection.problems.forEach(problems::add);
  }

  private void visit(Type type, boolean hasSubject, boolean isPersonal, String message) {
    if (type instanceof Class<?> found) {
      visitClass(found, hasSubject, isPersonal, message);
    } else {
      partsOf(type).forEach(each -> visit(each, hasSubject, isPersonal, message));
    }
  }

  private static Stream<Type> partsOf(Type type) {
    if (type instanceof ParameterizedType generic) {
      return Stream.concat(
          Stream.of(generic.getRawType()), Stream.of(generic.getActualTypeArguments()));
    }
    if (type instanceof GenericArrayType array) {
      return Stream.of(array.getGenericComponentType());
    }
    if (type instanceof WildcardType wildcard) {
      return Stream.of(wildcard.getUpperBounds());
    }
    return Stream.of(((TypeVariable<?>) type).getBounds());
  }

  private void visitClass(Class<?> type, boolean hasSubject, boolean isPersonal, String message) {
    if (!visited.add(new Visit(type, hasSubject, isPersonal))) {
      return;
    }
    if (type.isArray()) {
      visit(type.getComponentType(), hasSubject, isPersonal, message);
    } else if (type.isSealed()) {
      for (Class<?> each : type.getPermittedSubclasses()) {
        visit(each, hasSubject, isPersonal, message);
      }
    } else if (type.isRecord()) {
      visitRecord(type, hasSubject, isPersonal, message);
    }
  }

  private void visitRecord(Class<?> type, boolean hasSubject, boolean isPersonal, String message) {
    List<RecordComponent> subjects = SubjectId.declaredBy(type);
    checkSubjects(type, subjects);
    boolean known = hasSubject || !subjects.isEmpty();
    for (RecordComponent component : type.getRecordComponents()) {
      boolean personal = component.isAnnotationPresent(PersonalData.class);
      if (personal) {
        checkWhose(component, known, isPersonal, message);
        checkPlaceholder(component);
        checkIsWritten(component);
      }
      visit(component.getGenericType(), known, isPersonal || personal, message);
    }
  }

  private void checkSubjects(Class<?> type, List<RecordComponent> subjects) {
    if (subjects.size() > 1) {
      problem(
          "%s has %s components that are @DataSubject. Personal data belongs to one person: keep one, or move the data of each into a record of its own."
              .formatted(type.getName(), subjects.size()));
    }
    for (RecordComponent subject : subjects) {
      if (subject.isAnnotationPresent(PersonalData.class)) {
        problem(
            "%s is @DataSubject and @PersonalData. The id that selects the key cannot be encrypted with it: use an id that tells nothing by itself."
                .formatted(name(subject)));
      }
      if (!SubjectId.canBe(subject.getType())) {
        problem(
            "%s is @DataSubject and a %s. It must be a String, a UUID, an integer, or a record with just one of these."
                .formatted(name(subject), subject.getType().getName()));
      }
    }
  }

  private void checkWhose(
      RecordComponent component, boolean known, boolean inside, String message) {
    if (!known) {
      problem(
          "%s, in message %s, is @PersonalData, but neither its record nor one around it has a @DataSubject. Annotate the component that identifies the person."
              .formatted(name(component), message));
    }
    if (inside) {
      problem(
          "%s, in message %s, is @PersonalData inside of a component that is @PersonalData. Annotate either the whole or its parts."
              .formatted(name(component), message));
    }
  }

  private void checkPlaceholder(RecordComponent component) {
    JsonNode placeholder;
    try {
      placeholder = SealedProperties.placeholder(component);
      if (!placeholder.isNull()) {
        json.read(placeholder.toString(), component.getGenericType());
      }
    } catch (JacksonException | IllegalArgumentException unfit) {
      problem(
          "The placeholder of %s does not read as a %s: %s. Declare JSON that does."
              .formatted(
                  name(component), component.getGenericType().getTypeName(), firstLine(unfit)));
      return;
    }
    boolean takesNull = !component.getType().isPrimitive() && !MessageJson.isRequired(component);
    if (placeholder.isNull() && !takesNull) {
      problem(
          "%s is @PersonalData without a placeholder, so that it becomes null, which it cannot be. Declare a placeholder, or make it @Nullable."
              .formatted(name(component)));
    }
  }

  private static String firstLine(RuntimeException unfit) {
    return String.valueOf(ErrorText.message(unfit)).lines().findFirst().orElse("");
  }

  /** A record with a serializer of its own would be stored as that writes it: readable. */
  private void checkIsWritten(RecordComponent component) {
    Class<?> type = component.getDeclaringRecord();
    try {
      writing.acceptJsonFormatVisitor(type, new JsonFormatVisitorWrapper.Base());
    } catch (IllegalStateException | JacksonException refused) {
      problem(firstLine(refused));
      return;
    }
    if (!written.has(type)) {
      problem(
          "%s is @PersonalData, but Jackson does not write %s component by component. Remove its @JsonValue or @JsonSerialize."
              .formatted(name(component), type.getSimpleName()));
    }
  }

  /** The key of a held message is stored as it is. */
  private void checkSequencing(HandlerBean handler) {
    if (handler.sequencingKey() instanceof SequencingKey.ByComponent key) {
      for (Map.Entry<Class<?>, ?> each : key.accessors().entrySet()) {
        RecordComponent[] components =
            each.getKey().isRecord() ? each.getKey().getRecordComponents() : new RecordComponent[0];
        Stream.of(components)
            .filter(component -> component.getName().equals(key.name()))
            .filter(component -> component.isAnnotationPresent(PersonalData.class))
            .forEach(
                component ->
                    problem(
                        "%s is sequenced by %s, which is @PersonalData. Sequence it by an id that tells nothing by itself."
                            .formatted(handler.name(), name(component))));
      }
    }
  }

  private void problem(String text) {
    problems.add(text);
  }

  private static String name(RecordComponent component) {
    return component.getDeclaringRecord().getName() + "." + component.getName();
  }
}
