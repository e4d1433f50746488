package dev.foliot.sample.inventory;

import dev.foliot.command.Command;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;

/** A delivery has arrived. */
@Command
public record ReceiveStock(
    @NotNull @Pattern(regexp = "[A-Za-z0-9_-]{1,50}") String productId,
    @Positive @Max(1_000_000) int quantity,
    @NotBlank String warehouse) {}
