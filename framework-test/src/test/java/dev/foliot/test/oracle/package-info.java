/**
 * Behaviours of a well-known service for durable execution, checked case by case. The cases are
 * files outside of this repository; the tests are skipped where the files do not exist. Open {@link
 * dev.foliot.test.oracle.OracleTests} first.
 */
@NullMarked
package dev.foliot.test.oracle;

import org.jspecify.annotations.NullMarked;
