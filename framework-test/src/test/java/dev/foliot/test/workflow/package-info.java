/** Workflows at level 1: without Spring, without a database and without waiting. */
@org.jspecify.annotations.NullMarked
package dev.foliot.test.workflow;
