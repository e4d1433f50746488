package dev.foliot.sample.customer;

import dev.foliot.event.DomainEvent;
import dev.foliot.personaldata.DataSubject;
import dev.foliot.personaldata.PersonalData;
import org.jspecify.annotations.Nullable;

/** A customer has registered. Of a forgotten customer only the id is left. */
@DomainEvent(name = "customer-registered")
public record CustomerRegistered(
    @DataSubject String customerId,
    @PersonalData(placeholder = "(forgotten)") String name,
    @PersonalData(placeholder = "(forgotten)") String email,
    @PersonalData @Nullable Address address) {}
