package dev.foliot.personaldata;

import dev.foliot.message.StorableText;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The id of a data subject as text. It must never change. So it is made of a simple value, and not
 * of the {@code toString} of a record, which changes if a component is renamed. A {@link
 * SubjectKind} is a prefix of it: {@code employee@@7}.
 */
final class SubjectId {
  private static final Set<Class<?>> SIMPLE =
      Set.of(
          String.class,
          UUID.class,
          Long.class,
          long.class,
          Integer.class,
          int.class,
          Short.class,
          short.class,
          BigInteger.class);

  private static final ClassValue<Optional<DataPart>> SUBJECTS =
      new ClassValue<>() {
        @Override
        protected Optional<DataPart> computeValue(Class<?> type) {
          return declaredBy(type).stream().findFirst();
        }
      };

  private static final int MAX = 500;

  private static final Pattern KIND = Pattern.compile("[A-Za-z0-9._-]{1,50}");
  private static final String SEPARATOR = "@@"; // in no e-mail address, and in no other usual id
  private static final Pattern WITH_KIND = Pattern.compile("(?s)" + KIND + SEPARATOR + ".*");

  private SubjectId() {}

  /** The parts of a class that are annotated with {@link DataSubject}. */
  static List<DataPart> declaredBy(Class<?> type) {
    return DataPart.of(type).stream().filter(part -> part.is(DataSubject.class)).toList();
  }

  /** Whether values of the class can be the id of a data subject. */
  static boolean canBe(Class<?> type) {
    return SIMPLE.contains(type) || wrapped(type).isPresent();
  }

  /** The class of the simple value: the class itself, or that of the component of a record. */
  static Class<?> valueType(Class<?> type) {
    return wrapped(type).<Class<?>>map(Method::getReturnType).orElse(type);
  }

  private static Optional<Method> wrapped(Class<?> type) {
    RecordComponent[] components =
        type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
    return components.length == 1 && SIMPLE.contains(components[0].getType())
        ? Optional.of(opened(components[0]))
        : Optional.empty();
  }

  /** The problem of the kind that a class declares; empty if it declares none, or a valid one. */
  static Optional<String> wrongKind(Class<?> type) {
    return Optional.ofNullable(type.getAnnotation(SubjectKind.class))
        .filter(kind -> !KIND.matcher(kind.value()).matches())
        .map(
            kind ->
                "%s has @SubjectKind(\"%s\"). A kind consists of 1 to 50 letters, digits, dots, hyphens or underscores of ASCII."
                    .formatted(type.getName(), kind.value()));
  }

  private static String withKind(Class<?> type, String id) {
    wrongKind(type)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    SubjectKind kind = type.getAnnotation(SubjectKind.class);
    return kind == null ? id : kind.value() + SEPARATOR + id;
  }

  /**
   * The id that a value stands for.
   *
   * @throws IllegalArgumentException if a value of that class cannot be one, or is blank, or cannot
   *     be stored as it is
   */
  static String of(Object value) {
    Optional<Method> wrapped = wrapped(value.getClass());
    Object id = wrapped.isPresent() ? read(wrapped.get(), value) : value;
    if (id == null || !SIMPLE.contains(id.getClass()) || id.toString().isBlank()) {
      throw new IllegalArgumentException(
          "A data subject is a UUID, an integer, a text that is not blank, or a record with just one of these; this one is %s. Give the value of the @DataSubject component."
              .formatted(isBlank(id) ? "blank" : "a " + value.getClass().getName()));
    }
    return StorableText.requireId("data subject", withKind(value.getClass(), id.toString()), MAX);
  }

  private static boolean isBlank(@Nullable Object id) {
    return id instanceof String text && text.isBlank();
  }

  /**
   * Returns the person of the personal data in this object; empty if its class names none.
   *
   * @throws DataSubjectMissingException if the class names one, but the component is null
   */
  static Optional<String> in(Object bean) {
    return SUBJECTS.get(bean.getClass()).map(subject -> required(subject, bean));
  }

  private static String required(DataPart subject, Object bean) {
    Object value = subject.read(bean);
    if (value == null) {
      throw DataSubjectMissingException.isNull(subject.name(), bean.getClass());
    }
    String id = of(value);
    boolean hasKind = value.getClass().isAnnotationPresent(SubjectKind.class);
    if (!hasKind && WITH_KIND.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "The data subject %s of %s looks like one with a kind, whose key it would share. Take another id, or a record with @SubjectKind."
              .formatted(subject.name(), bean.getClass().getName()));
    }
    return id;
  }

  private static @Nullable Object read(Method accessor, Object bean) {
    try {
      return accessor.invoke(bean);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("Cannot read " + accessor, e);
    }
  }

  private static Method opened(RecordComponent component) {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    return accessor;
  }
}
