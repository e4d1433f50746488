/**
 * The entry points. A {@link dev.foliot.Domain} takes commands and queries; an {@link
 * dev.foliot.Engine} delivers events later. Each sub-package has the name of one concept; none of
 * them depends on this package. Open {@link dev.foliot.Domain} first.
 */
@NullMarked
package dev.foliot;

import org.jspecify.annotations.NullMarked;
