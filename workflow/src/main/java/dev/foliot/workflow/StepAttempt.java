package dev.foliot.workflow;

import org.slf4j.Logger;

/**
 * One attempt of a step.
 *
 * @param idempotencyKey the same for all attempts of the step. Each step of each run has a key of
 *     its own, and a new key after {@code continueAsNew}. Pass this key to another system, so that
 *     it detects a repeated call
 * @param attempt the number of the attempt, from 1
 * @param logger a logger named after the workflow
 */
public record StepAttempt(String idempotencyKey, int attempt, Logger logger) {}
