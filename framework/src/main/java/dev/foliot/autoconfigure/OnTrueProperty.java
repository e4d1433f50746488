package dev.foliot.autoconfigure;

import java.util.List;
import java.util.Objects;
import org.apiguardian.api.API;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether a property is true. Unlike {@code @ConditionalOnProperty}, it reads the value as Spring
 * Boot binds it: {@code on}, {@code yes} and {@code 1} are true, and {@code often} stops the start.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public abstract class OnTrueProperty extends SpringBootCondition {
  private final List<String> keys;

  /**
   * @param keys the first one that is set decides
   */
  protected OnTrueProperty(String... keys) {
    this.keys = List.of(keys);
  }

  @Override
  public final ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    Binder properties = Binder.get(context.getEnvironment());
    boolean isTrue =
        keys.stream()
            .map(key -> properties.bind(key, Boolean.class).orElse(null))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(false);
    return new ConditionOutcome(
        isTrue, ConditionMessage.of("the first set property of %s is %s", keys, isTrue));
  }
}
