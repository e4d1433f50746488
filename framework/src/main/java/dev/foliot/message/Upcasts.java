package dev.foliot.message;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a Spring bean that converts the stored JSON of one version of a message type to a
 * later version, whenever such a message is read. Stored messages never change. Upcasters form
 * chains: 1 to 2, 2 to 3, and then the current class reads the result. The application does not
 * start if there is a gap, a duplicate or a cycle (R38).
 *
 * <p>The method takes the content as an {@code ObjectNode} of its own, which it may change. Its
 * second parameter may be {@link Metadata}. It returns an {@code ObjectNode}, or a {@code
 * List<UpcastMessage>} if the message becomes none or several. Its result must depend only on its
 * parameters: it runs again at each reading. If it throws, the message is unreadable (R27).
 *
 * <pre>{@code
 * @Upcasts(name = "stock-received", from = 1, to = 2)
 * ObjectNode addWarehouse(ObjectNode stored) {
 *   return stored.put("warehouse", "main");
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Upcasts {
  /** Events, commands, the messages of timers, or the states of process managers. */
  Kind kind() default Kind.EVENT;

  /**
   * The name under which the messages were stored: the name of a type, an alias, or the name of a
   * removed type. For states it is the name of the process manager.
   */
  String name();

  /** The version that is converted, from 1. */
  int from();

  /**
   * The resulting version. Leave it out if the method returns a list: each part has its own
   * version.
   */
  int to() default 0;

  /**
   * The name of the resulting type, or of each type that a list may contain. By default it is
   * {@link #name()}.
   */
  String[] as() default {};

  /** The kinds of messages that an application stores. */
  enum Kind {
    EVENT,
    COMMAND,
    TIMER,
    PROCESS;

    /** Returns the kind of the stored messages. */
    public MessageKind messages() {
      return switch (this) {
        case EVENT -> MessageKind.EVENT;
        case COMMAND -> MessageKind.COMMAND;
        case TIMER -> MessageKind.TIMER;
        case PROCESS -> MessageKind.PROCESS_STATE;
      };
    }
  }
}
