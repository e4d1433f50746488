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
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
  private final SharedIds sharedIds = new SharedIds();
  private boolean isInState;

  private PersonalDataInspection(MessageJson json) {
    this.json = json;
  }

  /** A record or class that occurs in a message, or in the state of a process. */
  private record Visit(Class<?> type, boolean hasSubject, boolean isPersonal, boolean isInState) {}

  /**
   * Inspects commands and events, which are stored, and the handlers that are sequenced by their
   * components.
   *
   * @return the warning about data subjects that may share a key
   */
  public static Optional<String> inspect(
      MessageTypes types,
      Collection<HandlerBean> handlers,
      MessageJson json,
      WiringProblems problems) {
    var inspection = new PersonalDataInspection(json);
    for (MessageType type : types.all()) {
      inspection.isInState = type.kind() == MessageKind.PROCESS_STATE;
      if (inspection.isInState) {
        inspection.visitParts(type.javaType(), false, false, "process " + type.name());
      } else if (type.kind() != MessageKind.QUERY) {
        inspection.visit(type.javaType(), false, false, "message " + type.name());
      }
    }
    handlers.forEach(inspection::checkSequencing);
    inspection.problems.forEach(problems::add);
    return inspection.sharedIds.warning();
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
    if (!visited.add(new Visit(type, hasSubject, isPersonal, isInState))) {
      return;
    }
    if (type.isArray()) {
      visit(type.getComponentType(), hasSubject, isPersonal, message);
    } else if (type.isSealed()) {
      for (Class<?> each : type.getPermittedSubclasses()) {
        visit(each, hasSubject, isPersonal, message);
      }
    } else {
      visitParts(type, hasSubject, isPersonal, message);
    }
  }

  private void visitParts(Class<?> type, boolean hasSubject, boolean isPersonal, String message) {
    List<DataPart> subjects = SubjectId.declaredBy(type);
    checkSubjects(type, subjects);
    boolean known = hasSubject || !subjects.isEmpty();
    for (DataPart part : DataPart.of(type)) {
      boolean personal = part.is(PersonalData.class);
      if (personal) {
        checkWhose(part, known, isPersonal, message);
        checkPlaceholder(part);
        checkIsWritten(part, message);
      }
      visit(part.genericType(), known, isPersonal || personal, message);
    }
  }

  private void checkSubjects(Class<?> type, List<DataPart> subjects) {
    if (subjects.size() > 1) {
      problem(
          "%s has %s components that are @DataSubject. Personal data belongs to one person: keep one, or move the data of each into a record of its own."
              .formatted(type.getName(), subjects.size()));
    }
    for (DataPart subject : subjects) {
      if (subject.is(PersonalData.class)) {
        problem(
            "%s is @DataSubject and @PersonalData. The id that selects the key cannot be encrypted with it: use an id that contains no personal data."
                .formatted(subject.fullName()));
      }
      if (!SubjectId.canBe(subject.type())) {
        problem(
            "%s is @DataSubject and a %s. It must be a String, a UUID, an integer, or a record with just one of these."
                .formatted(subject.fullName(), subject.type().getName()));
      } else {
        sharedIds.add(subject);
        SubjectId.wrongKind(subject.type()).ifPresent(this::problem);
      }
    }
  }

  private void checkWhose(DataPart part, boolean known, boolean inside, String message) {
    if (!known) {
      problem(
          "%s, in %s, is @PersonalData, but neither its record nor one around it has a @DataSubject. Annotate the component that identifies the person."
              .formatted(part.fullName(), message));
    }
    if (inside) {
      problem(
          "%s, in %s, is @PersonalData inside of a component that is @PersonalData. Annotate either the whole or its parts."
              .formatted(part.fullName(), message));
    }
  }

  private void checkPlaceholder(DataPart part) {
    JsonNode placeholder;
    try {
      placeholder = SealedProperties.placeholder(part);
      if (!placeholder.isNull()) {
        json.read(placeholder.toString(), part.genericType());
      }
    } catch (JacksonException | IllegalArgumentException unfit) {
      problem(
          "The placeholder of %s does not read as a %s: %s. Declare JSON that does."
              .formatted(part.fullName(), part.genericType().getTypeName(), firstLine(unfit)));
      return;
    }
    if (placeholder.isNull() && !part.takesNull()) {
      problem(
          "%s is @PersonalData without a placeholder, so it would become null, which it cannot be. Declare a placeholder, or make it @Nullable."
              .formatted(part.fullName()));
    }
  }

  private static String firstLine(RuntimeException unfit) {
    return String.valueOf(ErrorText.message(unfit)).lines().findFirst().orElse("");
  }

  /**
   * Refuses a record with its own serializer, and a class with getters of its own. Both would write
   * the data unencrypted.
   */
  private void checkIsWritten(DataPart part, String message) {
    Class<?> type = part.owner();
    if (!type.isRecord()) {
      if (!isInState) { // a state is written field by field
        problem(
            "%s, in %s, is @PersonalData, but its class is no record, so the data could be stored unencrypted. Make it a record."
                .formatted(part.fullName(), message));
      }
      return;
    }
    try {
      writing.acceptJsonFormatVisitor(type, new JsonFormatVisitorWrapper.Base());
    } catch (IllegalStateException | JacksonException refused) {
      problem(firstLine(refused));
      return;
    }
    if (!written.has(type)) {
      problem(
          "%s is @PersonalData, but Jackson does not write %s component by component. Remove its @JsonValue or @JsonSerialize."
              .formatted(part.fullName(), type.getSimpleName()));
    }
  }

  /**
   * Refuses a personal sequencing key. Keys of held messages, and correlations of processes, are
   * stored unencrypted.
   */
  private void checkSequencing(HandlerBean handler) {
    SequencingKey sequencing = handler.sequencingKey();
    if (sequencing instanceof SequencingKey.ByCorrelation correlation) {
      checkSequencing(handler, correlation.events());
    } else if (sequencing instanceof SequencingKey.ByComponent key) {
      checkSequencing(handler, key);
    }
  }

  private void checkSequencing(HandlerBean handler, SequencingKey.ByComponent key) {
    key.accessors().keySet().stream()
        .filter(Class::isRecord)
        .flatMap(message -> DataPart.of(message).stream())
        .filter(part -> part.name().equals(key.name()) && part.is(PersonalData.class))
        .forEach(
            part ->
                problem(
                    "%s is sequenced by %s, which is @PersonalData. Sequence it by an id that contains no personal data."
                        .formatted(handler.name(), part.fullName())));
  }

  private void problem(String text) {
    problems.add(text);
  }
}
