package dev.foliot.workflow.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement, which may become a part of another one.
 *
 * @param values the values of its parameters
 */
record SqlStatement(String sql, List<@Nullable Object> values) {}
