/**
 * Reads exceptions of other code. Such an exception may be of any kind: its causes may form a
 * cycle, and its methods may throw or return null. Only this package follows causes or reads the
 * text of a foreign exception. The texts of foreign values are read here, too. Open {@link
 * dev.foliot.failure.ErrorText} first.
 */
@NullMarked
package dev.foliot.failure;

import org.jspecify.annotations.NullMarked;
