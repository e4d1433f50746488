/**
 * A real PostgreSQL for tests, without set-up. {@link PostgresServer} finds or starts one server
 * for each JVM and hands out fresh databases on it. If {@code foliot.test.database} or an active
 * profile of a Spring test is {@code postgres}, each context gets a database.
 */
@NullMarked
package dev.foliot.test.postgres;

import org.jspecify.annotations.NullMarked;
