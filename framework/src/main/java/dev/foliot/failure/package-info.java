/**
 * Reads exceptions that others throw. Such an exception may be of any kind: its causes may form a
 * circle, and its methods may throw or return null. Nothing else in Foliot follows causes or asks a
 * foreign exception for its text. Open {@link dev.foliot.failure.ErrorText} first.
 */
@NullMarked
package dev.foliot.failure;

import org.jspecify.annotations.NullMarked;
