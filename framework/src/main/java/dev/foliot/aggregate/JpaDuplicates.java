package dev.foliot.aggregate;

import dev.foliot.failure.Causes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.CompositeType;

/**
 * Finds the new state-stored aggregate whose insert failed because its id is taken. Hibernate names
 * the constraint, which may have any name. The error text of the database has the columns and the
 * values, in any language.
 */
final class JpaDuplicates {
  /** PostgreSQL: {@code Key (id)=(42)}. H2: {@code … ON PUBLIC.ORDERS(ID) VALUES (…)}. */
  private static final Pattern KEY = Pattern.compile("\\(([^()]+)\\)(?:=\\(| VALUES \\()");

  private JpaDuplicates() {}

  /** The aggregate, if the failure concerns the primary key of exactly one new aggregate. */
  static Optional<StateStoredAggregate> find(Session session, Throwable failure) {
    return Causes.find(failure, ConstraintViolationException.class)
        .flatMap(violation -> find(session, violation));
  }

  private static Optional<StateStoredAggregate> find(
      Session session, ConstraintViolationException violation) {
    String text = String.valueOf(violation.getSQLException().getMessage());
    Matcher key = KEY.matcher(text);
    if (!key.find()) {
      return Optional.empty();
    }
    String sql = String.valueOf(violation.getSQL());
    String columns = key.group(1);
    String values = text.substring(key.end()).split("; SQL statement", 2)[0];
    var context = session.unwrap(SessionImplementor.class).getPersistenceContext();
    List<StateStoredAggregate> found =
        Stream.of(context.reentrantSafeEntityEntries())
            .filter(each -> each.getKey() instanceof StateStoredAggregate)
            .filter(each -> isInsertOf(each.getValue(), sql, columns))
            .filter(each -> isKey(values, each.getValue()))
            .map(each -> (StateStoredAggregate) each.getKey())
            .filter(each -> each.storedEventCount() == 0)
            .toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private static boolean isInsertOf(EntityEntry entry, String sql, String columns) {
    EntityPersister persister = entry.getPersister();
    String table = persister.getIdentifierTableName();
    return normal(sql).startsWith("insert into " + normal(table) + " ")
        && names(columns).equals(names(String.join(", ", persister.getIdentifierColumnNames())));
  }

  /** A database may name the columns of a key in another order. */
  private static Set<String> names(String columns) {
    return Set.copyOf(List.of(normal(columns).split(", ")));
  }

  /** A key of several columns has its values in an object. */
  private static boolean isKey(String values, EntityEntry entry) {
    Object id = entry.getId();
    Object[] parts =
        entry.getPersister().getIdentifierType() instanceof CompositeType several
            ? several.getPropertyValues(id)
            : new Object[] {id};
    return Stream.of(parts).allMatch(part -> isIn(values, String.valueOf(part)));
  }

  private static boolean isIn(String values, String id) {
    return Pattern.compile("(?<![\\w-])" + Pattern.quote(id) + "(?![\\w-])").matcher(values).find();
  }

  private static String normal(String sql) {
    return sql.toLowerCase(Locale.ROOT).replace("\"", "");
  }
}
