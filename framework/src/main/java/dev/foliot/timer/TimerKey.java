package dev.foliot.timer;

import org.apiguardian.api.API;

/**
 * The identity of a timer.
 *
 * @param owner the part of the application that set it, such as a process manager; names that begin
 *     with {@code foliot:} are Foliot's own
 * @param ownerKey the instance of the owner, such as a process; at most 500 characters
 * @param name distinguishes the timers of one instance; at most 200 characters
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record TimerKey(String owner, String ownerKey, String name) {}
