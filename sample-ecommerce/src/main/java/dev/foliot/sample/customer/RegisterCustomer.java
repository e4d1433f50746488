package dev.foliot.sample.customer;

import dev.foliot.command.Command;
import dev.foliot.personaldata.DataSubject;
import dev.foliot.personaldata.PersonalData;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/** Opens an account for a customer. */
@Command
public record RegisterCustomer(
    @DataSubject @NotNull @Pattern(regexp = "[A-Za-z0-9_-]{1,50}") String customerId,
    @PersonalData @NotBlank String name,
    @PersonalData @NotNull @Email String email,
    @PersonalData @Nullable @Valid Address address) {}
