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
  private final Supplier<UnaryOperator<String>> fold;

  /**
   * @param sources know tables in addition to the annotation
   */
  public FindTables(DataSource dataSource, Supplier<List<ProjectionTables>> sources) {
    this.sources = sources;
    this.fold = SingletonSupplier.of(() -> fold(new JdbcTemplate(dataSource)));
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
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : Objects.requireNonNull(fold.get()).apply(name);
  }

  private static UnaryOperator<String> fold(JdbcTemplate jdbc) {
    return Objects.requireNonNull(
        jdbc.execute(
            (ConnectionCallback<UnaryOperator<String>>)
                (Connection connection) -> fold(connection.getMetaData())));
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
