package dev.foliot.command;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * A bean whose {@link dev.foliot.handler.Handle} methods handle commands. Each method runs in a
 * transaction; the caller of {@code process} gets its result or exception. The submitted commands
 * of the bean are one subscription, which the engine delivers (R14).
 */
@Documented
@Component
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface CommandHandler {
  /**
   * The stable name of the subscription for submitted commands; by default the class name in kebab
   * case. Checkpoints and parked commands belong to this name: keep it when the class is renamed.
   */
  String name() default "";

  /** The name of the bean; by default Spring chooses it. */
  @AliasFor(annotation = Component.class, attribute = "value")
  String beanName() default "";
}
