package dev.foliot.sample.fulfilment;

/**
 * Emitted by the workflow, for people who watch it.
 *
 * @param text a sentence
 */
public record FulfilmentProgress(String text) {}
