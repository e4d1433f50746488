/**
 * Operations on a running application: reports about subscriptions and nodes, held messages, and
 * changes such as a pause or a moved checkpoint (R25, R37). They work in the database, so they work
 * on every node. Open {@link dev.foliot.operation.Subscriptions} first.
 */
@NullMarked
package dev.foliot.operation;

import org.jspecify.annotations.NullMarked;
