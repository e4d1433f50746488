/**
 * Where is measured: {@link dev.foliot.benchmarks.database.Database}, H2 in this JVM or a
 * PostgreSQL server that is started for it, its CPU time, and what its planner knows ({@link
 * dev.foliot.benchmarks.database.Statistics}).
 */
@NullMarked
package dev.foliot.benchmarks.database;

import org.jspecify.annotations.NullMarked;
