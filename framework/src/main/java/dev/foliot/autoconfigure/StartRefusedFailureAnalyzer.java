package dev.foliot.autoconfigure;

import dev.foliot.engine.PendingDeliveriesException;
import dev.foliot.engine.ProjectorNotFilledException;
import dev.foliot.eventstore.FoliotSchemaMissingException;
import dev.foliot.eventstore.InvalidSchemaNameException;
import dev.foliot.eventstore.UnsupportedDatabaseException;
import dev.foliot.failure.Causes;
import dev.foliot.failure.ErrorText;
import dev.foliot.handler.WiringException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Shows the reason of a refused start and the remedy, without a stack trace. It runs before Spring
 * Boot's analyzers, which would otherwise show the wrapping exceptions.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartRefusedFailureAnalyzer implements FailureAnalyzer {
  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable each : Causes.of(failure)) {
      String action = action(each);
      if (action != null) {
        return new FailureAnalysis(ErrorText.message(each), action, each);
      }
    }
    return null;
  }

  private static @Nullable String action(Throwable cause) {
    if (cause instanceof InvalidPropertyException property) {
      return "Correct %s in the application's configuration.".formatted(property.key());
    }
    if (cause instanceof UnknownPropertyException unknown) {
      return "Correct %s in the application's configuration."
          .formatted(String.join(", ", unknown.keys()));
    }
    if (cause instanceof WiringException) {
      return "Each problem names its remedy; correct them all.";
    }
    if (cause instanceof FoliotSchemaMissingException) {
      return "Let Foliot create its tables with foliot.schema.initialize=always, or create them with your migration tool.";
    }
    if (cause instanceof InvalidSchemaNameException) {
      return "Correct foliot.schema.name in the application's configuration.";
    }
    if (cause instanceof PendingDeliveriesException pending) {
      return "Start with foliot.event-processing=async until subscription %s has caught up, then switch to sync."
          .formatted(pending.subscription());
    }
    if (cause instanceof ProjectorNotFilledException unfilled) {
      return unfilled.remedy();
    }
    if (cause instanceof UnsupportedDatabaseException) {
      return "Use PostgreSQL 15 or later, or H2 2.4 or later.";
    }
    return cause instanceof OtherDataSourceException
        ? "Mark the transaction manager of the primary data source with @Primary."
        : null;
  }
}
