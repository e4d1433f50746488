/** One command, for tests of commands that may have no handler. */
package dev.foliot.autoconfigure.closing;
