package dev.foliot.workflow.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event of the exported history of a run.
 *
 * @param eventId its place in the history, from 1
 * @param type its type, such as {@code StepSucceeded}
 * @param subType the kind of the operation, such as {@code WaitForCondition}
 * @param id the id of the operation
 * @param name the name of the operation
 * @param parentId the id of the operation whose context it is in
 * @param at the time of the event
 * @param details its fields: texts, numbers, booleans, and maps of these
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistoryEvent(
    int eventId,
    String type,
    @Nullable String subType,
    @Nullable String id,
    @Nullable String name,
    @Nullable String parentId,
    Instant at,
    Map<String, Object> details) {}
