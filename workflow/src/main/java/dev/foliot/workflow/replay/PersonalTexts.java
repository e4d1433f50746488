package dev.foliot.workflow.replay;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;

/**
 * Knows the personal data of stored payloads.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface PersonalTexts {
  /** No payload has personal data. */
  PersonalTexts NONE = payload -> Optional.empty();

  /** Returns a text without the personal data of a payload; empty if the payload has none. */
  Optional<UnaryOperator<String>> hiding(String payload);
}
