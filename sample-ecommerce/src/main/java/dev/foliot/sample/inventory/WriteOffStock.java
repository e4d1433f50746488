package dev.foliot.sample.inventory;

import dev.foliot.command.Command;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;

/** Some pieces are broken or lost. */
@Command
public record WriteOffStock(
    @NotBlank String productId, @Positive int quantity, @NotBlank String reason) {}
