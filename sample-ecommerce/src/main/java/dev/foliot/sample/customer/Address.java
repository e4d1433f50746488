package dev.foliot.sample.customer;

import jakarta.validation.constraints.NotBlank;

/** Where the parcels go. */
public record Address(@NotBlank String street, @NotBlank String city) {}
