package dev.foliot.personaldata;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The kind of data subjects that a record with one component identifies, such as {@code customer}
 * for {@code record CustomerId(long value)}. Without kinds, customer 7 and employee 7 have the same
 * key, and to forget one of them destroys the data of the other, too.
 *
 * <p>The kind is a part of the id that is stored: {@code @customer:7}. So it must never change, and
 * applies only to data that is stored after it was declared. The bare value is another data subject
 * than the record: declare all {@link DataSubject} components of the kind with the record, and give
 * the record to {@code domain.forget}.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SubjectKind {
  /** The name: 1 to 50 letters, digits, dots, hyphens or underscores of ASCII. */
  String value();
}
