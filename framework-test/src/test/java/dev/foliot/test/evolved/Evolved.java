package dev.foliot.test.evolved;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.foliot.event.DomainEvent;

/** An application whose messages have parts that are no records. */
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
}
