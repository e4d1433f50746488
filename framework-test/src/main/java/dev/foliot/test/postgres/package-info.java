/**
 * A real PostgreSQL for tests, without set-up. {@link PostgresServer} finds or starts one server a
 * JVM and hands out fresh databases on it; a Spring test whose {@code foliot.test.database} is
 * {@code postgres}, or whose active profiles include {@code postgres}, gets one for each context.
 */
@NullMarked
package dev.foliot.test.postgres;

import org.jspecify.annotations.NullMarked;
