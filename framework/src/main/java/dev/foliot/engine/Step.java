package dev.foliot.engine;

import dev.foliot.handler.Delivery;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.message.Lane;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One delivery in a run of the engine in test mode.
 *
 * @param subscription the name of the handler
 * @param lane the lane
 * @param messageType the type name of the message
 * @param category the category of its stream
 * @param streamId the id of its stream
 * @param streamVersion its version in the stream; 0 if it is no event
 * @param messageId its id; not part of the printed report, which is the same for every run
 * @param attempt from 1
 * @param outcome the outcome
 * @param error why it failed, or null
 * @param raised the type names of the caused events and submitted commands
 */
public record Step(
    String subscription,
    Lane lane,
    String messageType,
    String category,
    String streamId,
    long streamVersion,
    UUID messageId,
    int attempt,
    Outcome outcome,
    @Nullable Throwable error,
    List<String> raised)
    implements CycleEntry {

  static Step of(Delivery delivery, List<String> raised) {
    return new Step(
        delivery.subscription(),
        delivery.lane(),
        delivery.metadata().type(),
        delivery.category(),
        delivery.streamId(),
        delivery.streamVersion(),
        delivery.metadata().id(),
        delivery.attempt(),
        delivery.outcome(),
        delivery.error(),
        List.copyOf(raised));
  }
}
