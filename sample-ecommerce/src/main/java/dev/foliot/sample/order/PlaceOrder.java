package dev.foliot.sample.order;

import dev.foliot.command.Command;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;

/**
 * Places an order.
 *
 * @param orderId chosen by the caller, so that a repeated request cannot place a second order
 * @param total the price that the customer agreed to
 */
@Command
public record PlaceOrder(
    @NotNull @Pattern(regexp = ID) String orderId,
    @NotNull @Pattern(regexp = ID) String customerId,
    @NotNull @Positive @Digits(integer = 10, fraction = 2) BigDecimal total,
    @NotEmpty @Size(max = 100) List<@NotNull @Valid OrderLine> lines) {

  /** Ids go into addresses and files. */
  public static final String ID = "[A-Za-z0-9_-]{1,50}";
}
