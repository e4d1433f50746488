package dev.foliot.message;

import java.util.Collection;
import java.util.Locale;

/** A class or a stored name that is not a message type of this application (R8). */
public final class UnknownMessageTypeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private UnknownMessageTypeException(String message) {
    super(message);
  }

  static UnknownMessageTypeException ofClass(Class<?> javaType) {
    return new UnknownMessageTypeException(
        "%s is not a known message. Annotate it with @Command, @DomainEvent or @Query, and check that its package is the application's own or listed in foliot.packages."
            .formatted(javaType.getName()));
  }

  static UnknownMessageTypeException ofName(
      MessageKind kind, String name, Collection<String> known) {
    return new UnknownMessageTypeException(
        "No class, alias or upcaster is declared for the stored %s type %s; known are %s. If its class was renamed, give it the alias: aliases = \"%s\"; if the type is gone, write an upcaster: @Upcasts(name = \"%s\", …); else declare a class with that name, or check foliot.packages."
            .formatted(kind.name().toLowerCase(Locale.ROOT), name, known, name, name));
  }
}
