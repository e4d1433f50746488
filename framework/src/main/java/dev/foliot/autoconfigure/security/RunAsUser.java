package dev.foliot.autoconfigure.security;

import dev.foliot.handler.DeliveryInterceptor;
import dev.foliot.handler.DeliveryInvocation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.authentication.AccountStatusUserDetailsChecker;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;

/**
 * Delivers messages on behalf of the user who caused them. Messages without a user, and lists of
 * messages of several users, are delivered without an authentication. So no message is handled with
 * the rights of another user.
 */
final class RunAsUser implements DeliveryInterceptor {
  private final SecurityContextHolderStrategy contexts;
  private final ObjectProvider<UserDetailsService> users;
  private final AccountStatusUserDetailsChecker accounts = new AccountStatusUserDetailsChecker();

  RunAsUser(SecurityContextHolderStrategy contexts, ObjectProvider<UserDetailsService> users) {
    this.contexts = contexts;
    this.users = users;
  }

  @Override
  public void intercept(DeliveryInvocation delivery) throws Throwable {
    String user = userOf(delivery);
    SecurityContext own = contexts.createEmptyContext();
    if (user != null) {
      own.setAuthentication(authentication(user));
    }
    SecurityContext before = contexts.getContext();
    contexts.setContext(own);
    try {
      delivery.proceed();
    } finally {
      restore(before);
    }
  }

  private static @Nullable String userOf(DeliveryInvocation delivery) {
    Set<@Nullable String> all = new HashSet<>();
    delivery.messages().forEach(message -> all.add(message.metadata().user()));
    return all.size() == 1 ? all.iterator().next() : null;
  }

  private Authentication authentication(String user) {
    UserDetailsService service = users.getIfUnique();
    if (service == null) {
      return UsernamePasswordAuthenticationToken.authenticated(user, null, List.of());
    }
    UserDetails details = service.loadUserByUsername(user);
    accounts.check(details);
    return UsernamePasswordAuthenticationToken.authenticated(
        details, null, details.getAuthorities());
  }

  /** An engine thread has no context of its own: none is left behind. */
  private void restore(SecurityContext before) {
    if (before.getAuthentication() == null) {
      contexts.clearContext();
    } else {
      contexts.setContext(before);
    }
  }
}
