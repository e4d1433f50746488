package dev.foliot.sample.fraud;

import dev.foliot.event.DomainEvent;
import dev.foliot.workflow.step.HumanResponse;

/** The verdict about an order, by the rules or by a person. */
@DomainEvent(name = "fraud-decided")
public record FraudDecided(String orderId, boolean genuine, String reason)
    implements HumanResponse {}
