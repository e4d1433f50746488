/**
 * Expressions in annotations, such as {@code event.amount > 100}. They read properties of the
 * variables that they are given, and change nothing. Open {@link
 * dev.foliot.workflow.expression.Expression} first.
 */
@NullMarked
package dev.foliot.workflow.expression;

import org.jspecify.annotations.NullMarked;
