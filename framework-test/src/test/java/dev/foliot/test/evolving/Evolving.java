package dev.foliot.test.evolving;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.foliot.command.Command;
import dev.foliot.event.DomainEvent;
import dev.foliot.message.UpcastMessage;
import dev.foliot.message.Upcasts;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** An application with a history. */
public final class Evolving {
  private Evolving() {}

  /** The product. */
  public record Line(String product, int quantity, BigDecimal price) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({@JsonSubTypes.Type(Card.class), @JsonSubTypes.Type(Invoice.class)})
  sealed interface Payment {}

  record Card(String number) implements Payment {}

  record Invoice(int days) implements Payment {}

  enum Size {
    SMALL,
    LARGE
  }

  record Tree(String name, List<Tree> children) {}

  record Box<T>(T content) {}

  @Command(name = "place", version = 2)
  record Place(String orderId, @Nullable String note) {}

  /** Has one of everything. */
  @DomainEvent(name = "everything")
  record Everything(
      UUID id,
      boolean yes,
      long number,
      double ratio,
      BigDecimal amount,
      Instant at,
      LocalDate day,
      Duration lasting,
      Size size,
      Payment payment,
      List<Line> lines,
      Set<Size> sizes,
      Map<String, Line> byName,
      Optional<String> maybe,
      @Nullable String nullable,
      int[] numbers,
      Box<Line> box,
      Tree tree) {}

  @DomainEvent(name = "received", version = 3, aliases = "arrived")
  record Received(String product, int quantity, String warehouse) {}

  @DomainEvent(name = "ordered")
  record Ordered(String orderId, String customer, List<Line> lines, Size size, int weight) {
    public boolean isHeavy() {
      return weight > 30;
    }
  }

  @DomainEvent(name = "additive", version = 2)
  record Additive(String name, boolean urgent) {}

  @Component
  static class Upcasters {
    @Upcasts(name = "received", from = 1, to = 2)
    ObjectNode quantity(ObjectNode stored) {
      return stored.put("quantity", stored.remove("count").asInt());
    }

    @Upcasts(name = "received", from = 2, to = 3)
    ObjectNode warehouse(ObjectNode stored) {
      return stored.has("forgotten") ? stored : stored.put("warehouse", "main");
    }

    @Upcasts(
        name = "both",
        from = 1,
        as = {"received", "additive"})
    static List<UpcastMessage> split(ObjectNode stored) {
      return List.of(
          UpcastMessage.of("received", 3, stored), UpcastMessage.of("additive", 2, stored));
    }
  }
}
