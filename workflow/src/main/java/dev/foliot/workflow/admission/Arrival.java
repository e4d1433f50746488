package dev.foliot.workflow.admission;

import org.apiguardian.api.API;

/**
 * A start that arrives.
 *
 * @param run the id of the run that it would start
 * @param elements how many elements its input has, if it is a list
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record Arrival(String run, int elements) {}
