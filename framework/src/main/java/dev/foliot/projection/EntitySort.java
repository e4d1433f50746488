package dev.foliot.projection;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.JoinType;
import jakarta.persistence.criteria.Nulls;
import jakarta.persistence.criteria.Order;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.ManagedType;
import jakarta.persistence.metamodel.SingularAttribute;
import jakarta.persistence.metamodel.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.data.domain.Sort;

/**
 * Converts a sort to the order of a query. Associated rows are joined by an outer join, so that
 * rows without them stay in the result.
 */
final class EntitySort {
  private final CriteriaBuilder builder;
  private final Root<?> root;
  private final Map<String, From<?, ?>> joins = new HashMap<>();

  EntitySort(CriteriaBuilder builder, Root<?> root) {
    this.builder = builder;
    this.root = root;
  }

  List<Order> of(Sort sort) {
    return sort.stream().map(this::order).toList();
  }

  /** Adds the id at the end, so that the order is total. */
  List<Order> total(Sort sort) {
    List<Order> orders = new ArrayList<>(of(sort));
    EntityType<?> type = (EntityType<?>) root.getModel();
    type.getSingularAttributes().stream()
        .filter(SingularAttribute::isId)
        .sorted((one, other) -> one.getName().compareTo(other.getName()))
        .forEach(id -> addById(root.get(id.getName()), id, orders));
    return orders;
  }

  private void addById(Path<?> path, SingularAttribute<?, ?> id, List<Order> orders) {
    if (id.getType() instanceof ManagedType<?> several) {
      several.getSingularAttributes().stream()
          .sorted((one, other) -> one.getName().compareTo(other.getName()))
          .forEach(part -> addById(path.get(part.getName()), part, orders));
    } else {
      orders.add(builder.asc(path));
    }
  }

  private Order order(Sort.Order order) {
    Expression<?> by = path(order.getProperty());
    if (order.isIgnoreCase() && by.getJavaType() == String.class) {
      by = builder.lower(by.as(String.class));
    }
    Nulls nulls =
        switch (order.getNullHandling()) {
          case NATIVE -> Nulls.NONE;
          case NULLS_FIRST -> Nulls.FIRST;
          case NULLS_LAST -> Nulls.LAST;
        };
    return order.isAscending() ? builder.asc(by, nulls) : builder.desc(by, nulls);
  }

  private Path<?> path(String property) {
    Path<?> path = root;
    ManagedType<?> type = (EntityType<?>) root.getModel();
    String walked = "";
    String[] names = property.split("\\.", -1);
    for (int i = 0; i < names.length; i++) {
      boolean isLast = i == names.length - 1;
      SingularAttribute<?, ?> next = attribute(type, names[i], isLast, property);
      walked += names[i] + ".";
      path = next.isAssociation() ? join(walked, (From<?, ?>) path, next) : path.get(names[i]);
      if (!isLast) {
        type = (ManagedType<?>) next.getType();
      }
    }
    return path;
  }

  private From<?, ?> join(String walked, From<?, ?> from, SingularAttribute<?, ?> next) {
    return joins.computeIfAbsent(walked, key -> from.join(next.getName(), JoinType.LEFT));
  }

  private SingularAttribute<?, ?> attribute(
      ManagedType<?> type, String name, boolean isLast, String property) {
    for (SingularAttribute<?, ?> each : type.getSingularAttributes()) {
      if (each.getName().equals(name) && isBasic(each) == isLast) {
        return each;
      }
    }
    List<String> known =
        type.getSingularAttributes().stream()
            .map(each -> isBasic(each) ? each.getName() : each.getName() + ".…")
            .toList();
    throw new UnknownSortPropertyException(root.getJavaType(), property, type.getJavaType(), known);
  }

  private static boolean isBasic(SingularAttribute<?, ?> attribute) {
    return attribute.getType().getPersistenceType() == Type.PersistenceType.BASIC;
  }
}
