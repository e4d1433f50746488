package dev.foliot.sample.order;

import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** So many pieces of one product. */
@Embeddable
public record OrderLine(
    @NotNull @Pattern(regexp = PlaceOrder.ID) String productId, @Positive @Max(MAX) int quantity) {
  private static final int MAX = 1_000_000;

  /** One line a product, in the order in which the products came. */
  static List<OrderLine> merge(List<OrderLine> lines) {
    Map<String, Integer> quantities = new LinkedHashMap<>();
    lines.forEach(line -> quantities.merge(line.productId(), line.quantity(), Math::addExact));
    return quantities.entrySet().stream()
        .map(entry -> new OrderLine(entry.getKey(), entry.getValue()))
        .toList();
  }
}
