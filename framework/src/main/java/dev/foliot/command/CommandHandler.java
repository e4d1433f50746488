package dev.foliot.command;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * A bean whose {@link dev.foliot.handler.Handle} methods handle commands. Each runs in a
 * transaction; its result, or its exception, reaches the caller of {@code process}. Its submitted
 * commands are one subscription, which the engine delivers (R14).
 */
@Documented
@Component
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface CommandHandler {
  /**
   * The stable name of the subscription for submitted commands; by default the class name in kebab
   * case. Checkpoints and parked commands belong to it, so it outlives a renamed class.
   */
  String name() default "";

  /** The name of the bean; by default Spring finds one. */
  @AliasFor(annotation = Component.class, attribute = "value")
  String beanName() default "";
}
