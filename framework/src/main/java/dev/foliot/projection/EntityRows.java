package dev.foliot.projection;

import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Root;
import org.hibernate.Session;
import org.hibernate.query.Query;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.support.PageableExecutionUtils;

/**
 * Some rows of an entity.
 *
 * @param type the projection, or a class below it
 * @param example the example that the rows match; null for all rows
 */
record EntityRows<S>(Class<S> type, @Nullable Example<S> example) {
  static <S> EntityRows<S> all(Class<S> type) {
    return new EntityRows<>(type, null);
  }

  static <S> EntityRows<S> like(Example<S> example) {
    return new EntityRows<>(example.getProbeType(), example);
  }

  Query<S> sorted(Session session, Sort sort) {
    return query(session, sort, false);
  }

  Page<S> page(Session session, Pageable pageable) {
    Query<S> query = query(session, pageable.getSort(), true);
    query.setFirstResult(Math.toIntExact(pageable.getOffset()));
    query.setMaxResults(pageable.getPageSize());
    return PageableExecutionUtils.getPage(query.getResultList(), pageable, () -> count(session));
  }

  long count(Session session) {
    var builder = session.getCriteriaBuilder();
    CriteriaQuery<Long> query = builder.createQuery(Long.class);
    Root<S> root = query.from(type);
    restrict(session, query, root);
    return session.createQuery(query.select(builder.count(root))).getSingleResult();
  }

  private Query<S> query(Session session, Sort sort, boolean isTotal) {
    CriteriaQuery<S> query = session.getCriteriaBuilder().createQuery(type);
    Root<S> root = query.from(type);
    restrict(session, query, root);
    EntitySort order = new EntitySort(session.getCriteriaBuilder(), root);
    query.orderBy(isTotal ? order.total(sort) : order.of(sort));
    return session.createQuery(query.select(root));
  }

  private void restrict(Session session, CriteriaQuery<?> query, Root<S> root) {
    if (example != null) {
      LikeExample.predicate(session.getCriteriaBuilder(), root, example).ifPresent(query::where);
    }
  }
}
