package dev.foliot.docs;

// docs: list
import dev.foliot.Domain;
import dev.foliot.event.DomainEvent;
import dev.foliot.handler.On;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
// docs: end
import dev.foliot.projection.View;
import dev.foliot.sample.inventory.FindStock;
import dev.foliot.sample.inventory.StockLevel;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

/** Code of the page about projections. */
class ProjectionsExample {
  @DomainEvent
  record Deposited(String accountId, long amount) {}

  @DomainEvent
  record Closed(String accountId) {}

  @Projection
  @Entity
  static class AccountBalance {
    @Id String accountId = "";
    long balance;
  }

  // docs: list
  @Projector(AccountBalance.class)
  static class AccountBalanceProjector {
    private final NamedParameterJdbcTemplate jdbc;

    AccountBalanceProjector(NamedParameterJdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @On
    void deposited(List<Deposited> events) { // the deposits of one batch
      Map<String, Long> sums = new TreeMap<>();
      events.forEach(event -> sums.merge(event.accountId(), event.amount(), Long::sum));
      jdbc.batchUpdate(
          """
          merge into account_balance b
          using (values (cast(:id as varchar), cast(:amount as bigint))) v (id, amount)
             on b.account_id = v.id
          when matched then update set balance = b.balance + v.amount
          when not matched then insert (account_id, balance) values (v.id, v.amount)""",
          sums.entrySet().stream()
              .map(sum -> Map.of("id", sum.getKey(), "amount", sum.getValue()))
              .map(MapSqlParameterSource::new)
              .toArray(MapSqlParameterSource[]::new));
    }

    @On
    void closed(Closed event) { // may stand beside a method with a list
      jdbc.update(
          "delete from account_balance where account_id = :id", Map.of("id", event.accountId()));
    }
  }

  // docs: end

  static List<Object> read(Domain domain) {
    // docs: view
    View<StockLevel> view = domain.viewFor(StockLevel.class);
    StockLevel level = view.get("prod-1"); // throws ProjectionNotFoundException without a row
    Optional<StockLevel> found = view.find("prod-2");
    List<StockLevel> levels = view.findAll();
    long count = view.count();
    boolean exists = view.exists("prod-1");
    // docs: end
    return List.of(level, found, levels, count, exists);
  }

  static List<Object> sorted(View<StockLevel> view, StockLevel probe) {
    // docs: sorted
    List<StockLevel> cheapFirst = view.findAll(Sort.by("price").and(Sort.by("name")));
    Page<StockLevel> page = view.findAll(PageRequest.of(0, 20, Sort.by("name")));
    List<StockLevel> alike = view.findAll(Example.of(probe)); // findOne, count and exists too
    // docs: end
    return List.of(cheapFirst, page, alike);
  }

  // docs: stream
  @Transactional(readOnly = true)
  public void export(Domain domain, Consumer<StockLevel> target) {
    try (Stream<StockLevel> levels = domain.viewFor(StockLevel.class).stream(Sort.by("name"))) {
      levels.forEach(target);
    }
  }

  // docs: end

  static List<StockLevel> ask(Domain domain) {
    // docs: ask
    List<StockLevel> levels = domain.ask(new FindStock());
    // docs: end
    return levels;
  }
}
