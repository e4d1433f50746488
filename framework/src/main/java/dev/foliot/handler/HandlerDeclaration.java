package dev.foliot.handler;

import java.lang.annotation.Annotation;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of a handler class, read from its annotation.
 *
 * @param kind the kind of the bean
 * @param name its stable name
 * @param methodAnnotation marks its methods
 * @param order lower goes first
 * @param sequencedBy the component that orders its messages; empty for the stream
 * @param start where a new subscription starts
 * @param projection the projection that a projector fills
 * @param destination the destination that a subscriber receives from
 */
public record HandlerDeclaration(
    HandlerKind kind,
    String name,
    Class<? extends Annotation> methodAnnotation,
    int order,
    String sequencedBy,
    StartPosition start,
    @Nullable Class<?> projection,
    @Nullable String destination) {

  /** A declaration that says no more than kind and name. */
  public static HandlerDeclaration of(HandlerKind kind, String name, int order) {
    return new HandlerDeclaration(
        kind, name, Handle.class, order, "", StartPosition.END, null, null);
  }

  /** {@code OrderDashboardProjector} becomes {@code order-dashboard-projector}. */
  public static String nameOf(Class<?> type, String declared) {
    return declared.isBlank() ? kebabCase(type.getSimpleName()) : declared;
  }

  /** {@code OrderLine} becomes {@code order-line}; {@code HTTPCall} becomes {@code http-call}. */
  public static String kebabCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .replaceAll("([A-Z]+)([A-Z][a-z])", "$1-$2")
        .toLowerCase(Locale.ROOT);
  }
}
