/**
 * Commands: requests to change something, each with exactly one handler (R10). Open {@link
 * dev.foliot.command.CommandProcessor} first: it runs a command in this thread, in one transaction.
 */
@NullMarked
package dev.foliot.command;

import org.jspecify.annotations.NullMarked;
