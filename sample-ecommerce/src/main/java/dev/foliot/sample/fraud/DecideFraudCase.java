package dev.foliot.sample.fraud;

import dev.foliot.command.Command;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * A person clears an order, or refuses it.
 *
 * @param by the name of the person
 */
@Command
public record DecideFraudCase(
    @NotNull String orderId, boolean genuine, @NotBlank @Size(max = 50) String by) {}
