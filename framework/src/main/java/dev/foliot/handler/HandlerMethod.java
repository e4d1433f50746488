package dev.foliot.handler;

import dev.foliot.message.Message;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * One method of a handler bean, called through a method handle. The call goes to the given bean, so
 * through its proxy if it has one.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class HandlerMethod {
  private static final MethodType SHAPE =
      MethodType.methodType(
          Object.class, Object.class, Object.class, Metadata.class, RecordedMessage.class);

  private final Method method;
  private final MethodHandle handle;
  private final Class<?> messageClass;
  private final boolean takesList;
  private final boolean takesRecorded;
  private final String description;

  private HandlerMethod(
      Method method,
      MethodHandle handle,
      Class<?> messageClass,
      boolean takesList,
      boolean takesRecorded,
      Class<?> writtenIn) {
    this.method = method;
    this.handle = handle;
    this.messageClass = messageClass;
    this.takesList = takesList;
    this.takesRecorded = takesRecorded;
    this.description = writtenIn.getSimpleName() + "." + method.getName();
  }

  /**
   * Opens a method whose parameters are a message and perhaps {@code Metadata} or {@code
   * RecordedMessage}.
   */
  static HandlerMethod of(WrittenMethod written, Class<?> messageClass, Class<?> bean) {
    return of(written.method(), open(written.method()), messageClass, false, bean);
  }

  /** Opens a method whose parameter is a list of messages, or of records that contain them. */
  static HandlerMethod ofList(WrittenMethod written, Class<?> element, Class<?> bean) {
    return of(written.method(), open(written.method()), element, true, bean);
  }

  /**
   * A method of Foliot in place of one of the application, which takes messages of many classes.
   *
   * @param called takes the bean and a message, and perhaps {@code Metadata} or {@code
   *     RecordedMessage}
   * @param writtenIn the application's class
   * @param described the method that the application wrote, for texts
   */
  public static HandlerMethod calling(
      MethodHandle called, Class<?> messageClass, Class<?> writtenIn, Method described) {
    return of(described, called, messageClass, false, writtenIn);
  }

  private static HandlerMethod of(
      Method method,
      MethodHandle opened,
      Class<?> messageClass,
      boolean takesList,
      Class<?> writtenIn) {
    return new HandlerMethod(
        method,
        inShape(opened).asType(SHAPE),
        messageClass,
        takesList,
        opened.type().lastParameterType() == RecordedMessage.class,
        writtenIn);
  }

  /** Drops the parameters that the method does not take. */
  private static MethodHandle inShape(MethodHandle opened) {
    int parameters = opened.type().parameterCount();
    if (parameters == 2) {
      return MethodHandles.dropArguments(opened, 2, Metadata.class, RecordedMessage.class);
    }
    return opened.type().parameterType(2) == Metadata.class
        ? MethodHandles.dropArguments(opened, 3, RecordedMessage.class)
        : MethodHandles.dropArguments(opened, 2, Metadata.class);
  }

  /** A handle of a method of the application, of any visibility. */
  public static MethodHandle open(Method method) {
    try {
      method.setAccessible(true);
      return MethodHandles.lookup().unreflect(method);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Cannot open " + method, e);
    }
  }

  /** The value of a component of a record of any visibility. */
  static @Nullable Object read(RecordComponent component, Object owner) {
    try {
      return (Object) open(component.getAccessor()).invoke(owner);
    } catch (Throwable e) {
      throw new IllegalStateException("Cannot read " + component, e);
    }
  }

  /** Whether it takes several messages at once. */
  public boolean takesList() {
    return takesList;
  }

  /** Whether it takes messages as stored: in a list, or beside the event. */
  public boolean takesRecorded() {
    return listsRecorded() || takesRecorded;
  }

  /** Whether the second parameter is the message as stored. */
  static boolean takesRecorded(Method method) {
    return method.getParameterCount() == 2
        && method.getParameterTypes()[1] == RecordedMessage.class;
  }

  private boolean listsRecorded() {
    return takesList && messageClass == RecordedMessage.class;
  }

  /** The class of the messages that it takes, or of the elements of their list. */
  public Class<?> messageClass() {
    return messageClass;
  }

  /** The method. */
  public Method method() {
    return method;
  }

  /** Calls the method; its exception is thrown unchanged. */
  @Nullable Object invoke(Object bean, Message message, @Nullable RecordedMessage recorded)
      throws Throwable {
    Object taken = takesList ? List.of(message.payload()) : message.payload();
    return (Object) handle.invokeExact(bean, taken, message.metadata(), recorded);
  }

  /** Calls a method that takes a list; its exception is thrown unchanged. */
  void invokeAll(Object bean, List<RecordedMessage> messages) throws Throwable {
    List<?> taken =
        listsRecorded() ? messages : messages.stream().map(RecordedMessage::payload).toList();
    handle.invoke(bean, taken, null, null);
  }

  @Override
  public String toString() {
    return description;
  }
}
