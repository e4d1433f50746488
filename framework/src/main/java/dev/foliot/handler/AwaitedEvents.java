package dev.foliot.handler;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Code of a module that may wait for events without a handler.
 *
 * @param name its stable name
 * @param type its class
 * @param events the classes of the events
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record AwaitedEvents(String name, Class<?> type, List<Class<?>> events) {}
