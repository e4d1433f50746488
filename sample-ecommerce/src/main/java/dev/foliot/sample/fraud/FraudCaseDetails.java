package dev.foliot.sample.fraud;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A case to look at.
 *
 * @param reason the doubts, or the reason of the verdict; null while the rules are at work
 * @param runId the run of the check
 */
public record FraudCaseDetails(
    String orderId,
    String customerId,
    BigDecimal total,
    Instant openedAt,
    FraudStatus status,
    @Nullable String reason,
    String runId) {}
