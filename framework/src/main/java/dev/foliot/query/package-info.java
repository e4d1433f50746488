/**
 * Queries: requests to read something, each with exactly one handler. Open {@link
 * dev.foliot.query.QueryProcessor} first.
 */
@NullMarked
package dev.foliot.query;

import org.jspecify.annotations.NullMarked;
