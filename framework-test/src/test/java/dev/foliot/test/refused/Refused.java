package dev.foliot.test.refused;

import dev.foliot.event.DomainEvent;
import dev.foliot.message.Upcasts;
import java.io.InputStream;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Of what no example can be made up, and upcasters that need help. */
public final class Refused {
  private Refused() {}

  /** Only one name is right. */
  @DomainEvent(name = "picky", version = 2)
  public record Picky(String code) {
    public Picky {
      if (!code.equals("right")) {
        throw new IllegalArgumentException("code must be right");
      }
    }
  }

  @DomainEvent(name = "opaque")
  record Opaque(InputStream stream) {}

  sealed interface Shape {}

  record Circle(int radius) implements Shape {}

  @DomainEvent(name = "untyped")
  record Untyped(Shape shape) {}

  @DomainEvent(name = "endless")
  record Endless(Endless self) {}

  /** Is no component. */
  public static class NoBean {
    @Upcasts(name = "gone", from = 1, to = 2, as = "picky")
    static ObjectNode rename(ObjectNode stored) {
      return stored;
    }
  }

  /** Has a collaborator. */
  @Component
  public static class NeedsHelp {
    private final Supplier<String> code;

    public NeedsHelp(Supplier<String> code) {
      this.code = code;
    }

    @Upcasts(name = "picky", from = 1, to = 2)
    ObjectNode code(ObjectNode stored) {
      return stored.put("code", code.get());
    }
  }
}
