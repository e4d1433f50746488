package dev.foliot.sample.web;

import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.order.PlaceOrder;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request of a customer, without a total: the catalogue has the prices.
 *
 * @param orderId optional; a request with an id can be repeated without ordering twice
 */
record OrderRequest(
    @Nullable @Pattern(regexp = PlaceOrder.ID) String orderId,
    @NotNull @Pattern(regexp = PlaceOrder.ID) String customerId,
    @NotEmpty @Size(max = 100) List<@NotNull @Valid OrderLine> lines) {}
