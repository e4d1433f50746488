package jakarta.transaction;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** As the annotation of Jakarta Transactions, which this module does not need otherwise. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Transactional {
  TxType value() default TxType.REQUIRED;

  Class<?>[] rollbackOn() default {};

  Class<?>[] dontRollbackOn() default {};

  enum TxType {
    REQUIRED
  }
}
