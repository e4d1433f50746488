/** Tests. */
package dev.foliot.trace;
