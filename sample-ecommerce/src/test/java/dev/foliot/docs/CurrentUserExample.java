package dev.foliot.docs;

import dev.foliot.message.CurrentUser;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application that knows its users by other means than Spring Security. */
@Configuration(proxyBeanMethods = false)
class CurrentUserExample {
  /** The application's own sessions. */
  interface Sessions {
    String idOfUser();
  }

  // docs: user
  @Bean
  CurrentUser currentUser(Sessions sessions) {
    return () -> sessions.idOfUser(); // null if there is none
  }
  // docs: end
}
