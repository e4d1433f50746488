package dev.foliot.sample.catalog;

import dev.foliot.command.Command;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;

/** The shop begins to sell something. */
@Command
public record AddProduct(
    @NotNull @Pattern(regexp = "[A-Za-z0-9_-]{1,50}") String productId,
    @NotBlank @Size(max = 255) String name,
    @NotNull @Positive @Digits(integer = 8, fraction = 2) BigDecimal price) {}
