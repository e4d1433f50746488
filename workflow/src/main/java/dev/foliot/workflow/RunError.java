package dev.foliot.workflow;

import org.jspecify.annotations.Nullable;

/**
 * Why a run has failed.
 *
 * @param type the class name of the error, or the type that another system gave
 * @param message its message, or null
 */
public record RunError(String type, @Nullable String message) {}
