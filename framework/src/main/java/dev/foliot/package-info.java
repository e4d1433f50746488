/**
 * The front door. A {@link dev.foliot.Domain} takes commands and questions; an {@link
 * dev.foliot.Engine} delivers events later. The rooms behind it are the sub-packages, each with the
 * word for what it holds; none of them knows this package. Open {@link dev.foliot.Domain} first.
 */
@NullMarked
package dev.foliot;

import org.jspecify.annotations.NullMarked;
