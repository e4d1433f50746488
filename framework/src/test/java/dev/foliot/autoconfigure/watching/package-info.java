/** A process manager that is watched. */
package dev.foliot.autoconfigure.watching;
