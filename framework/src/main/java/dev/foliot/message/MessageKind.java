package dev.foliot.message;

/**
 * The kinds of stored messages. A module can add its own kinds: {@link MessageTypes} takes the
 * kinds from its types. A reader skips the codes that it does not know.
 */
public final class MessageKind {
  /** Raised by an aggregate; has a stream version. */
  public static final MessageKind EVENT = new MessageKind(1, "EVENT");

  /** A request to change something. */
  public static final MessageKind COMMAND = new MessageKind(2, "COMMAND");

  /** A request to read; never stored. */
  public static final MessageKind QUERY = new MessageKind(3, "QUERY");

  /**
   * A message of the broker inside the database: category is the destination, stream is the key.
   * Its types are the types of events.
   */
  public static final MessageKind PUBLISHED = new MessageKind(4, "PUBLISHED", EVENT);

  /** The end of a stream: it has a stream version, and no event comes after it. */
  public static final MessageKind TOMBSTONE = new MessageKind(5, "TOMBSTONE");

  /**
   * The message of a timer that a process manager set: category is the process manager, stream is
   * the correlation.
   */
  public static final MessageKind TIMER = new MessageKind(6, "TIMER");

  /** The state of a process manager: a kind of types only, which messages never have. */
  public static final MessageKind PROCESS_STATE = new MessageKind(7, "PROCESS_STATE");

  private final int code;
  private final String name;
  private final MessageKind types;

  /**
   * Creates a kind of messages for a module. Keep its one instance in a constant.
   *
   * @param code the stored number, different from all other kinds
   * @param name its name in texts
   */
  public MessageKind(int code, String name) {
    this.code = code;
    this.name = name;
    this.types = this;
  }

  private MessageKind(int code, String name, MessageKind types) {
    this.code = code;
    this.name = name;
    this.types = types;
  }

  /** The code in the {@code kind} column. */
  public int code() {
    return code;
  }

  /** The name, such as {@code EVENT}. */
  public String name() {
    return name;
  }

  /** Returns the kind that declares the types of these messages: usually this kind itself. */
  public MessageKind types() {
    return types;
  }

  @Override
  public String toString() {
    return name;
  }
}
