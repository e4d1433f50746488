package dev.foliot.autoconfigure.security;

import dev.foliot.autoconfigure.OnTrueProperty;
import dev.foliot.handler.DeliveryInterceptor;
import dev.foliot.message.CurrentUser;
import org.apiguardian.api.API;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.userdetails.UserDetailsService;

/**
 * Messages carry the name of the user who caused them, and are delivered on behalf of that user if
 * the application wants it, with Spring Security.
 *
 * @hidden
 */
@AutoConfiguration
@ConditionalOnClass(Authentication.class)
@API(status = API.Status.INTERNAL)
public final class FoliotSecurityAutoConfiguration {
  static final class OnRunAsUser extends OnTrueProperty {
    OnRunAsUser() {
      super("foliot.security.run-as-user");
    }
  }

  @Bean
  @ConditionalOnMissingBean
  CurrentUser foliotCurrentUser(ObjectProvider<SecurityContextHolderStrategy> contexts) {
    return new AuthenticatedUser(strategy(contexts));
  }

  /** The application's interceptors run as the user, too, unless they come before. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE + 100)
  @Conditional(OnRunAsUser.class)
  DeliveryInterceptor foliotRunAsUser(
      ObjectProvider<SecurityContextHolderStrategy> contexts,
      ObjectProvider<UserDetailsService> users) {
    return new RunAsUser(strategy(contexts), users);
  }

  private static SecurityContextHolderStrategy strategy(
      ObjectProvider<SecurityContextHolderStrategy> contexts) {
    return contexts.getIfUnique(SecurityContextHolder::getContextHolderStrategy);
  }
}
