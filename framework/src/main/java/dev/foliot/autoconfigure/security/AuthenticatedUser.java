package dev.foliot.autoconfigure.security;

import dev.foliot.message.CurrentUser;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/** The name of the authentication of this thread. An anonymous user has no name. */
final class AuthenticatedUser implements CurrentUser {
  private final SecurityContextHolderStrategy contexts;

  AuthenticatedUser(SecurityContextHolderStrategy contexts) {
    this.contexts = contexts;
  }

  @Override
  public @Nullable String name() {
    Authentication authentication = contexts.getContext().getAuthentication();
    return authentication != null && isUser(authentication) ? authentication.getName() : null;
  }

  private static boolean isUser(Authentication authentication) {
    return authentication.isAuthenticated()
        && !(authentication instanceof AnonymousAuthenticationToken);
  }
}
