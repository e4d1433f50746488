package dev.foliot.engine;

import dev.foliot.handler.Around;
import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.handler.DeliveryInterceptors;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.Upcasters;
import dev.foliot.outbox.Inbox;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * The parts that deliver messages to the application's handlers.
 *
 * @param handlers the handlers
 * @param upcasters the upcasters, known after the start
 * @param inbox the messages that subscribers have handled
 * @param synchronous whether events are delivered at their commit
 * @param listener is notified of each delivery
 * @param around opens a scope before each delivery, and closes the scope after it
 * @param interceptors the application's interceptors, called within the scope and the transaction
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record Deliveries(
    HandlerRegistry handlers,
    Supplier<Upcasters> upcasters,
    Inbox inbox,
    boolean synchronous,
    DeliveryListener listener,
    Around<DeliveryAttempt> around,
    DeliveryInterceptors interceptors) {}
