package dev.foliot.handler;

import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import java.lang.annotation.Annotation;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of a handler class, read from its annotation.
 *
 * @param kind the kind of the bean
 * @param name its stable name
 * @param methodAnnotation the annotation of its methods
 * @param order its order; a lower one runs first
 * @param sequencedBy the component that orders its messages; empty for the stream
 * @param start the start position of a new subscription
 * @param projection the projection that a projector fills
 * @param destination the destination that a subscriber receives from
 * @param messages the kinds of messages that it handles; together with the classes that its methods
 *     take, they decide which messages a subscription reads
 * @param version the version of what a projector fills
 * @param isInline whether it runs in the transaction that raises an event, and is no subscription
 */
public record HandlerDeclaration(
    HandlerKind kind,
    String name,
    Class<? extends Annotation> methodAnnotation,
    int order,
    String sequencedBy,
    StartPosition start,
    @Nullable Class<?> projection,
    @Nullable String destination,
    Set<MessageKind> messages,
    int version,
    boolean isInline) {

  /** Creates a declaration of the first version. */
  public HandlerDeclaration(
      HandlerKind kind,
      String name,
      Class<? extends Annotation> methodAnnotation,
      int order,
      String sequencedBy,
      StartPosition start,
      @Nullable Class<?> projection,
      @Nullable String destination,
      Set<MessageKind> messages) {
    this(
        kind,
        name,
        methodAnnotation,
        order,
        sequencedBy,
        start,
        projection,
        destination,
        messages,
        1,
        false);
  }

  /** Creates a declaration of a bean that handles the messages of its kind. */
  public HandlerDeclaration(
      HandlerKind kind,
      String name,
      Class<? extends Annotation> methodAnnotation,
      int order,
      String sequencedBy,
      StartPosition start,
      @Nullable Class<?> projection,
      @Nullable String destination) {
    this(
        kind,
        name,
        methodAnnotation,
        order,
        sequencedBy,
        start,
        projection,
        destination,
        Set.of(kind.messages()));
  }

  /** The same with another version. */
  public HandlerDeclaration ofVersion(int declared) {
    return with(declared, isInline);
  }

  /** The same for a bean that runs in the transaction that raises an event. */
  public HandlerDeclaration inline() {
    return with(version, true);
  }

  private HandlerDeclaration with(int newVersion, boolean inline) {
    return new HandlerDeclaration(
        kind,
        name,
        methodAnnotation,
        order,
        sequencedBy,
        start,
        projection,
        destination,
        messages,
        newVersion,
        inline);
  }

  /** Returns whether it may have a method for messages of a declared type. */
  boolean takes(MessageType type) {
    return messages.stream().anyMatch(kind -> kind.types() == type.kind());
  }

  /** A declaration with only a kind and a name. */
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
