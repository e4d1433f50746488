package dev.foliot.handler;

import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.message.Message;
import dev.foliot.message.MessageKind;
import dev.foliot.message.RecordedMessage;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A bean of the application that handles messages, with all that its annotations say. For the
 * engine each bean that reads events is one subscription (R22), known by its name.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class HandlerBean {
  private final HandlerKind kind;
  private final String name;
  private final Class<?> type;
  private final String beanName;
  private final Supplier<Object> bean;
  private final Map<Class<?>, HandlerMethod> methods;
  private final boolean takesLists;
  private final @Nullable ErrorMethod onError;
  private final int order;
  private final SequencingKey sequencingKey;
  private final StartPosition start;
  private final @Nullable Class<?> projection;
  private final @Nullable String destination;
  private final Set<MessageKind> messages;
  private final int version;
  private final boolean isInline;
  private final @Nullable InDelivery inDelivery;

  HandlerBean(
      HandlerDeclaration declaration,
      Class<?> type,
      String beanName,
      Supplier<Object> bean,
      Map<Class<?>, HandlerMethod> methods,
      @Nullable ErrorMethod onError,
      SequencingKey sequencingKey) {
    this(declaration, type, beanName, bean, methods, onError, sequencingKey, null);
  }

  private HandlerBean(
      HandlerDeclaration declaration,
      Class<?> type,
      String beanName,
      Supplier<Object> bean,
      Map<Class<?>, HandlerMethod> methods,
      @Nullable ErrorMethod onError,
      SequencingKey sequencingKey,
      @Nullable InDelivery inDelivery) {
    this.kind = declaration.kind();
    this.name = declaration.name();
    this.type = type;
    this.beanName = beanName;
    this.bean = bean;
    this.methods = Map.copyOf(methods);
    this.takesLists = methods.values().stream().anyMatch(HandlerMethod::takesList);
    this.onError = onError;
    this.order = declaration.order();
    this.sequencingKey = sequencingKey;
    this.start = declaration.start();
    this.projection = declaration.projection();
    this.destination = declaration.destination();
    this.messages = declaration.messages();
    this.version = declaration.version();
    this.isInline = declaration.isInline();
    this.inDelivery = inDelivery;
  }

  /** A handler whose methods belong to another bean of the application. */
  public static HandlerBean of(
      HandlerDeclaration declaration,
      Class<?> type,
      Object bean,
      Map<Class<?>, HandlerMethod> methods) {
    return new HandlerBean(
        declaration, type, declaration.name(), () -> bean, methods, null, SequencingKey.STREAM);
  }

  /**
   * A handler of Foliot's own.
   *
   * @param bean has the methods, and a part in the transactions of its deliveries
   * @param sequencingKey of messages that must be handled in order
   */
  public static HandlerBean of(
      HandlerDeclaration declaration,
      Class<?> type,
      InDelivery bean,
      Map<Class<?>, HandlerMethod> methods,
      SequencingKey sequencingKey) {
    return new HandlerBean(
        declaration, type, declaration.name(), () -> bean, methods, null, sequencingKey, bean);
  }

  /**
   * The subscription for the submitted commands of this handler: with the same name, order and
   * error method.
   *
   * @param methods of Foliot's own, for the same classes; they take this handler's bean
   */
  public HandlerBean forSubmitted(Map<Class<?>, HandlerMethod> methods, InDelivery part) {
    return new HandlerBean(
        HandlerDeclaration.of(HandlerKind.SUBMITTED, name, order),
        type,
        beanName,
        bean,
        methods,
        onError,
        SequencingKey.STREAM,
        part);
  }

  /** Foliot's own part in the transactions of its deliveries, if there is one. */
  public Optional<InDelivery> inDelivery() {
    return Optional.ofNullable(inDelivery);
  }

  public HandlerKind kind() {
    return kind;
  }

  /** The stable name: of the subscription, for beans that read events. */
  public String name() {
    return name;
  }

  /** The class that the application wrote. */
  public Class<?> type() {
    return type;
  }

  /** The name of the bean, which is unique even if several beans have one class. */
  String beanName() {
    return beanName;
  }

  /**
   * The order: a lower one runs first; beans with the same order run in the order of their names.
   */
  public int order() {
    return order;
  }

  /** Returns the key of messages that must be handled in order. */
  public SequencingKey sequencingKey() {
    return sequencingKey;
  }

  /** The start position of a new subscription, unless it is configured otherwise. */
  public StartPosition start() {
    return start;
  }

  /** A projector's projection. */
  public Optional<Class<?>> projection() {
    return Optional.ofNullable(projection);
  }

  /** The declared version of the rows that a projector fills; 1 for any other bean. */
  public int version() {
    return version;
  }

  /** Whether it runs in the transaction that raises an event, and is no subscription. */
  public boolean isInline() {
    return isInline;
  }

  /** A subscriber's destination. */
  public Optional<String> destination() {
    return Optional.ofNullable(destination);
  }

  /** The kinds of messages that it handles. */
  public Set<MessageKind> messages() {
    return messages;
  }

  /** The classes of the messages that it handles. */
  public Collection<Class<?>> messageClasses() {
    return methods.keySet();
  }

  /** The methods. */
  public Collection<HandlerMethod> methods() {
    return methods.values();
  }

  /** Whether it has a method for this class. */
  public boolean handles(Class<?> messageClass) {
    return methods.containsKey(messageClass);
  }

  /** Calls the method for the payload's class and returns its result or throws its exception. */
  public @Nullable Object handle(Message message) throws Throwable {
    return methodFor(message.payload().getClass()).invoke(bean.get(), message, null);
  }

  /**
   * As {@link #handle(Message)}, for a message with its place in the log.
   *
   * @return the outcome; a method of Foliot may return another outcome than handled
   */
  public Outcome handle(Message event, RecordedMessage recorded) throws Throwable {
    HandlerMethod method = methodFor(event.payload().getClass());
    if (method.takesList()) {
      handleAll(method, List.of(recorded));
      return Outcome.HANDLED;
    }
    return outcome(method.invoke(bean.get(), event, recorded));
  }

  /** As {@link #handle(Message, RecordedMessage)}, for a message that has no place in the log. */
  public Outcome deliver(Message message) throws Throwable {
    return outcome(handle(message));
  }

  private Outcome outcome(@Nullable Object result) {
    boolean own = kind == HandlerKind.SUBMITTED || kind == HandlerKind.PROCESS;
    return own && result instanceof Outcome outcome ? outcome : Outcome.HANDLED;
  }

  /** Whether one of its methods takes several messages at once. */
  public boolean takesLists() {
    return takesLists;
  }

  /**
   * The method for messages of a class.
   *
   * @throws IllegalArgumentException if there is none
   */
  public HandlerMethod methodFor(Class<?> messageClass) {
    HandlerMethod method = methods.get(messageClass);
    if (method == null) {
      throw new IllegalArgumentException(name + " does not handle " + messageClass.getName());
    }
    return method;
  }

  /** The type that the method for messages of a class declares as its result. */
  public Type resultOf(Class<?> messageClass) {
    return new TypeArguments(type).resolve(methodFor(messageClass).method().getGenericReturnType());
  }

  /** Passes messages to a method of this bean that takes a list, and throws its exception. */
  public void handleAll(HandlerMethod method, List<RecordedMessage> messages) throws Throwable {
    method.invokeAll(bean.get(), messages);
  }

  /**
   * Returns the decision of the bean's {@link OnError} method, if it has one.
   *
   * @throws Throwable the exception of that method
   */
  public Optional<ErrorDecision> decide(Exception error, RecordedMessage message, int attempt)
      throws Throwable {
    return onError == null
        ? Optional.empty()
        : Optional.ofNullable(onError.decide(bean.get(), error, message, attempt));
  }

  @Override
  public String toString() {
    return kind.annotation() + " " + name;
  }
}
