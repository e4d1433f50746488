package dev.foliot.sample.fulfilment;

import dev.foliot.command.Command;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * A person approves an order, or rejects it.
 *
 * @param by the name of the person
 */
@Command
public record DecideApproval(
    @NotNull String orderId, boolean approved, @NotBlank @Size(max = 50) String by) {}
