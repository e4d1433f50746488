package dev.foliot.message;

import org.jspecify.annotations.Nullable;

/**
 * Declares the result of a command or query, so that {@code domain.process} and {@code domain.ask}
 * return this type. Optional: without it the caller decides the type. The application does not
 * start if the handler returns another type (R38).
 *
 * <pre>{@code
 * @Query
 * public record FindStock() implements Returns<List<StockLevel>> {}
 * }</pre>
 *
 * @param <R> the type of the result; {@code Void} for a handler that returns nothing
 */
public interface Returns<R extends @Nullable Object> {}
