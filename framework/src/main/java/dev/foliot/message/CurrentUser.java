package dev.foliot.message;

import org.jspecify.annotations.Nullable;

/**
 * Finds the user who causes a new message, if no other message causes it. A bean of this type
 * replaces Foliot's, which uses Spring Security if it is on the class path.
 *
 * <p>The name is stored in the headers of messages, as plain text. Give an id rather than an e-mail
 * address if users must be forgotten.
 */
@FunctionalInterface
public interface CurrentUser {
  /** No message has a user. */
  CurrentUser NONE = () -> null;

  /** The name of the user on whose behalf this thread works; null for none. */
  @Nullable String name();
}
