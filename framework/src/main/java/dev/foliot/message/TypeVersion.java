package dev.foliot.message;

import java.util.Locale;

/** A stored type, by its current name. */
record TypeVersion(MessageKind kind, String name, int version) {

  TypeVersion withVersion(int other) {
    return new TypeVersion(kind, name, other);
  }

  /** Such as {@code event stock-received}. */
  String type() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + name;
  }

  @Override
  public String toString() {
    return type() + " version " + version;
  }
}
