package dev.foliot.sample.fulfilment;

import dev.foliot.event.DomainEvent;

/** The customer has had the goods for a while. The event is also published to {@code reviews}. */
@DomainEvent(name = "review-due", publish = "reviews")
public record ReviewDue(String orderId, String customerId) {}
