package dev.foliot.workflow.admission;

import org.apiguardian.api.API;

/**
 * A start that arrives.
 *
 * @param run the id of the run that it would start
 * @param elements the number of elements of its input, if this is a list
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record Arrival(String run, int elements) {}
