package dev.foliot.personaldata;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Finds data subjects of different kinds that may have the same id, and so the same key. Values of
 * the same record class, and numbers in components of the same name, count as one kind. Texts and
 * UUIDs are usually unique, so they are not compared.
 */
final class SharedIds {
  private final Map<String, DataPart> byName = new LinkedHashMap<>();

  void add(DataPart subject) {
    Class<?> type = subject.type();
    Class<?> value = SubjectId.valueType(type);
    boolean isUnique =
        value == UUID.class || value == String.class || type.isAnnotationPresent(SubjectKind.class);
    if (!isUnique) {
      String name = type.isRecord() ? type.getName() : subject.name();
      byName.putIfAbsent(name.toLowerCase(Locale.ROOT), subject);
    }
  }

  /** The warning; empty if there is at most one such kind. */
  Optional<String> warning() {
    String names =
        byName.values().stream()
            .map(each -> "%s (%s)".formatted(each.fullName(), each.type().getSimpleName()))
            .collect(Collectors.joining(", "));
    return byName.size() < 2
        ? Optional.empty()
        : Optional.of(
            "These data subjects may have the same id, such as 7, and would then share one key, so that domain.forget of one destroys the personal data of the other: %s. Let each have a record of its own with @SubjectKind, or ids that no other data subject has. If no two of them share an id, switch this warning off: logging.level.dev.foliot.personaldata.SharedIds=error."
                .formatted(names));
  }
}
