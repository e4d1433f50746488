/** Workflows of event-typed steps: the cases of the design, at level 1 and in a database. */
@org.jspecify.annotations.NullMarked
package dev.foliot.test.steps;
