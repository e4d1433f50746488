package dev.foliot.handler;

import org.apiguardian.api.API;

/**
 * An exception after which every attempt fails until a person acts. So the message is parked at
 * once, without regard to the retry policy.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface ParkedAtOnce {}
