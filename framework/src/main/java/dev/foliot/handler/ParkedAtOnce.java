package dev.foliot.handler;

import org.apiguardian.api.API;

/**
 * An exception after which another attempt would fail, too, until a person has done something: the
 * message is parked at once, whatever the retry policy allows.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface ParkedAtOnce {}
