/**
 * Messages: the common base of commands, events and queries. A message is a payload (a plain
 * record) with its {@link dev.foliot.message.Metadata}; one that was stored is a {@link
 * dev.foliot.message.RecordedMessage}. Types are stored by declared names, never by class names:
 * see {@link dev.foliot.message.MessageTypes}.
 */
@NullMarked
package dev.foliot.message;

import org.jspecify.annotations.NullMarked;
