/** Tests of the outbox. */
package dev.foliot.outbox;
