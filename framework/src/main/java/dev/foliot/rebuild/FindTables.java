package dev.foliot.rebuild;

import dev.foliot.projection.ProjectionTables;
import dev.foliot.projection.TableNames;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apiguardian.api.API;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.function.SingletonSupplier;

/**
 * Finds the tables of a projection: from its JPA mapping, and the tables that {@code
 * Projection(tables = …)} declares.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class FindTables {
  private final Supplier<List<ProjectionTables>> sources;
  private final Supplier<Folding> folding;

  /**
   * @param sources know tables in addition to the annotation
   */
  public FindTables(DataSource dataSource, Supplier<List<ProjectionTables>> sources) {
    this.sources = sources;
    this.folding = SingletonSupplier.of(() -> folding(new JdbcTemplate(dataSource)));
  }

  /**
   * The names of the tables, as the database stores them.
   *
   * @throws ShadowTablesRefusedException if no table is known, or if the mapping forbids an
   *     exchange
   */
  public List<String> of(Class<?> projection) {
    Set<String> names = new LinkedHashSet<>();
    List<String> problems = new ArrayList<>();
    Stream<TableNames> mapped = sources.get().stream().map(source -> source.of(projection));
    Stream.concat(mapped, Stream.of(TableNames.declaredBy(projection)))
        .forEach(
            each -> {
              each.names().stream().map(this::stored).forEach(names::add);
              problems.addAll(each.problems());
            });
    if (names.isEmpty() && problems.isEmpty()) {
      problems.add(
          "No table of it is known. Name the tables that its projector writes in @Projection(tables = …).");
    }
    if (!problems.isEmpty()) {
      throw ShadowTablesRefusedException.of(projection, problems);
    }
    return List.copyOf(names);
  }

  private String stored(String name) {
    Folding names = Objects.requireNonNull(folding.get());
    return name.startsWith("\"")
        ? names.quoted().apply(name.substring(1, name.length() - 1).replace("\"\"", "\""))
        : names.plain().apply(name);
  }

  /** How the database stores plain and quoted names. */
  private record Folding(UnaryOperator<String> plain, UnaryOperator<String> quoted) {}

  private static Folding folding(JdbcTemplate jdbc) {
    return Objects.requireNonNull(
        jdbc.execute(
            (ConnectionCallback<Folding>)
                (Connection connection) -> folding(connection.getMetaData(), jdbc)));
  }

  private static Folding folding(DatabaseMetaData database, JdbcTemplate jdbc) throws SQLException {
    UnaryOperator<String> plain = fold(database);
    return database.supportsMixedCaseQuotedIdentifiers()
        ? new Folding(plain, UnaryOperator.identity())
        : new Folding(name -> existing(plain.apply(name), jdbc), name -> existing(name, jdbc));
  }

  /**
   * The name of the table as it was written when it was created. H2 ignores the case of names with
   * CASE_INSENSITIVE_IDENTIFIERS=TRUE, but its catalogue does not.
   */
  private static String existing(String name, JdbcTemplate jdbc) {
    return jdbc
        .queryForList(
            "select TABLE_NAME from INFORMATION_SCHEMA.TABLES where TABLE_SCHEMA = current_schema and upper(TABLE_NAME) = upper(?)",
            String.class,
            name)
        .stream()
        .findFirst()
        .orElse(name);
  }

  private static UnaryOperator<String> fold(DatabaseMetaData database) throws SQLException {
    if (database.storesUpperCaseIdentifiers()) {
      return name -> name.toUpperCase(Locale.ROOT);
    }
    return database.storesLowerCaseIdentifiers()
        ? name -> name.toLowerCase(Locale.ROOT)
        : UnaryOperator.identity();
  }
}
