package dev.foliot.autoconfigure.web;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Foliot's key; if it is not set, the key of Spring MVC's problem details. */
final class OnProblemDetails extends SpringBootCondition {
  private static final String KEY = "foliot.web.problem-details.enabled";
  private static final String SPRING_MVC = "spring.mvc.problemdetails.enabled";

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    Environment environment = context.getEnvironment();
    String key = environment.containsProperty(KEY) ? KEY : SPRING_MVC;
    boolean enabled = environment.getProperty(key, Boolean.class, false);
    return new ConditionOutcome(
        enabled, ConditionMessage.forCondition("Problem details").because(key + "=" + enabled));
  }
}
