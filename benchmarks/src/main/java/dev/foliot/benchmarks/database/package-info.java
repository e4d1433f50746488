/**
 * Where is measured: {@link dev.foliot.benchmarks.database.Database}, H2 in this JVM or a
 * PostgreSQL server that is started for it, and what CPU time the server takes.
 */
@NullMarked
package dev.foliot.benchmarks.database;

import org.jspecify.annotations.NullMarked;
