/** What the framework's own tests share. {@link TestDatabases} gives each test a fresh database. */
@NullMarked
package dev.foliot.testsupport;

import org.jspecify.annotations.NullMarked;
