/**
 * What an operator asks and does while the application runs: the reports about subscriptions and
 * nodes, held messages, and changes such as a pause or a moved checkpoint (R25, R37). Everything is
 * read from the database and written to it, so it works on every node. Open {@link
 * dev.foliot.operation.Subscriptions} first.
 */
@NullMarked
package dev.foliot.operation;

import org.jspecify.annotations.NullMarked;
