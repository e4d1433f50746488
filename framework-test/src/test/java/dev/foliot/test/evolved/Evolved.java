package dev.foliot.test.evolved;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.foliot.event.DomainEvent;
import java.util.List;
import java.util.Map;

/** An application whose messages have parts with several forms, or that are no records. */
public final class Evolved {
  private Evolved() {}

  /** Has a getter that no component belongs to. */
  public static final class Money {
    private final long cents;

    @JsonCreator
    public Money(@JsonProperty("cents") long cents) {
      this.cents = cents;
    }

    public long getCents() {
      return cents;
    }

    public boolean isNegative() {
      return cents < 0;
    }
  }

  /** An event with a part that is no record. */
  @DomainEvent(name = "priced")
  public record Priced(Money total) {}

  enum Size {
    SMALL,
    LARGE,
    HUGE
  }

  enum Unit {
    MILES,
    METRES
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({@JsonSubTypes.Type(Not.class), @JsonSubTypes.Type(Near.class)})
  sealed interface Condition {}

  /** Holds a condition itself. */
  @JsonTypeName("not")
  record Not(Condition condition) implements Condition {}

  @JsonTypeName("near")
  record Near(int distance, Unit unit) implements Condition {}

  /** Has parts with several forms. Nothing huge is shipped at a condition. */
  @DomainEvent(name = "shipped")
  record Shipped(Size size, List<Condition> conditions, Map<Unit, Integer> distances) {
    Shipped {
      if (size == Size.HUGE && !conditions.isEmpty()) {
        throw new IllegalArgumentException("too large");
      }
    }
  }
}
