package dev.foliot.autoconfigure;

import dev.foliot.command.BeanValidation;
import dev.foliot.command.CommandValidator;
import jakarta.validation.Validator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Commands are checked by Bean Validation, if the application has it (R11). */
@AutoConfiguration(
    afterName = "org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration")
@ConditionalOnClass(Validator.class)
@ConditionalOnBean(Validator.class)
final class FoliotValidationAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  CommandValidator foliotCommandValidator(Validator validator) {
    return new BeanValidation(validator);
  }
}
