package dev.foliot.sample.catalog;

import dev.foliot.event.DomainEvent;
import java.math.BigDecimal;

/** The shop sells this now. */
@DomainEvent(name = "product-added")
public record ProductAdded(String productId, String name, BigDecimal price) {}
