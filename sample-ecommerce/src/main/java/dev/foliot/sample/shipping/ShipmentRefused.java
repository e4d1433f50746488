package dev.foliot.sample.shipping;

import dev.foliot.event.DomainEvent;

/** No parcel will leave. */
@DomainEvent(name = "shipment-refused")
public record ShipmentRefused(String orderId, String reason) {}
