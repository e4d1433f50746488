/**
 * Encryption of the payloads of runs: inputs, results, events on their streams, and errors. {@link
 * dev.foliot.workflow.encryption.PayloadKeys} supplies the keys, by default those of the
 * properties. Open {@code EncryptPayloads} first.
 */
@NullMarked
package dev.foliot.workflow.encryption;

import org.jspecify.annotations.NullMarked;
