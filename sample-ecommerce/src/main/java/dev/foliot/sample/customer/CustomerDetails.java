package dev.foliot.sample.customer;

import org.jspecify.annotations.Nullable;

/** A customer to look at. */
public record CustomerDetails(
    String customerId, String name, String email, @Nullable Address address) {}
