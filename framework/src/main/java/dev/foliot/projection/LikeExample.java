package dev.foliot.projection;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.Optional;
import org.springframework.data.domain.Example;
import org.springframework.data.jpa.convert.QueryByExamplePredicateBuilder;
import org.springframework.data.jpa.repository.query.EscapeCharacter;
import org.springframework.util.ClassUtils;

/** Query by example of Spring Data JPA, if the application has it. */
final class LikeExample {
  private static final boolean IS_PRESENT =
      ClassUtils.isPresent(
          "org.springframework.data.jpa.convert.QueryByExamplePredicateBuilder",
          LikeExample.class.getClassLoader());

  private LikeExample() {}

  static <S> Optional<Predicate> predicate(
      CriteriaBuilder builder, Root<S> root, Example<S> example) {
    if (!IS_PRESENT) {
      throw new UnsupportedOperationException(
          "Rows of %s cannot be found by example without Spring Data JPA. Add org.springframework.data:spring-data-jpa to the application."
              .formatted(root.getJavaType().getSimpleName()));
    }
    return Optional.ofNullable(
        QueryByExamplePredicateBuilder.getPredicate(
            root, builder, example, EscapeCharacter.DEFAULT));
  }
}
