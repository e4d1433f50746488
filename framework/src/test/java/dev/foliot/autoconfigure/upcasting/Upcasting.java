package dev.foliot.autoconfigure.upcasting;

import dev.foliot.event.DomainEvent;
import dev.foliot.message.Upcasts;
import org.springframework.context.annotation.Profile;
import tools.jackson.databind.node.ObjectNode;

/** An event of the second version, and classes that convert the first one. */
public final class Upcasting {
  /** Where they are. */
  public static final String PACKAGE = "dev.foliot.autoconfigure.upcasting";

  private Upcasting() {}

  /** The event; no bean is of its class. */
  @DomainEvent(name = "weighed", version = 2)
  public record Weighed(int grams) {
    @Upcasts(name = "weighed", from = 1, to = 2)
    static ObjectNode fromPounds(ObjectNode stored) {
      return stored;
    }
  }

  /** The bean is of a class below. */
  public abstract static class Above {
    @Upcasts(name = "measured", from = 1, as = "weighed", to = 2)
    ObjectNode convert(ObjectNode stored) {
      return stored;
    }
  }

  /** No bean in the tests that do not make one. */
  public static class Below extends Above {}

  /** For another environment. */
  @Profile("elsewhere")
  public static class Elsewhere {
    @Upcasts(name = "guessed", from = 1, as = "weighed", to = 2)
    ObjectNode convert(ObjectNode stored) {
      return stored;
    }
  }
}
