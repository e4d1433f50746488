package dev.foliot.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.foliot.testsupport.TestDatabases;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class SqlViewIntegrationTests {
  private static final UUID OWNER = UUID.fromString("11111111-2222-3333-4444-555555555555");
  private static final Instant OPENED = Instant.parse("2026-01-01T10:00:00.123456Z");

  private static JdbcClient jdbc;
  private static TransactionTemplate transaction;
  private static SqlView<AccountBalance> view;

  private enum Kind {
    SAVING,
    CURRENT
  }

  private record AccountBalance(
      String accountId,
      long cents,
      int moves,
      BigDecimal rate,
      boolean open,
      UUID owner,
      Kind kind,
      Instant openedAt,
      LocalDate day,
      @Nullable String note) {}

  @BeforeAll
  static void threeAccounts() {
    DataSource dataSource = TestDatabases.ofSuite();
    jdbc = JdbcClient.create(dataSource);
    transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    new JdbcTemplate(dataSource)
        .execute(
            """
            create table account_balance (
              account_id varchar(20) primary key,
              cents bigint,
              moves integer,
              rate numeric(10, 3),
              open boolean,
              owner uuid,
              kind varchar(20),
              opened_at timestamp with time zone,
              "day" date,
              note varchar(50),
              unread varchar(10))""");
    insert("a1", 300, Kind.SAVING, OPENED, "50% off");
    insert("a2", 100, Kind.CURRENT, OPENED.plusSeconds(60), null);
    insert("a3", 100, Kind.SAVING, OPENED.plusSeconds(120), "Zeta");
    view = SqlView.of(jdbc, "account_balance", AccountBalance.class);
  }

  private static void insert(
      String id, long cents, Kind kind, Instant opened, @Nullable String note) {
    jdbc.sql(
            "insert into account_balance (account_id, cents, moves, rate, open, owner, kind, opened_at, \"day\", note) values (?, ?, 7, 1.250, true, ?, ?, ?, date '2026-01-01', ?)")
        .params(id, cents, OWNER, kind.name(), opened.atOffset(ZoneOffset.UTC), note)
        .update();
  }

  private static List<String> ids(Iterable<AccountBalance> found) {
    List<String> ids = new ArrayList<>();
    found.forEach(row -> ids.add(row.accountId()));
    return ids;
  }

  @Test
  void readsEachComponentFromItsColumn() {
    AccountBalance expected =
        new AccountBalance(
            "a2",
            100,
            7,
            new BigDecimal("1.250"),
            true,
            OWNER,
            Kind.CURRENT,
            OPENED.plusSeconds(60),
            LocalDate.of(2026, 1, 1),
            null);

    assertThat(view.get("a2")).isEqualTo(expected);
    assertThat(view.find("a2")).contains(expected);
    assertThat(view.find("a9")).isEmpty();
    assertThat(view.exists("a2")).isTrue();
    assertThat(view.exists("a9")).isFalse();
    assertThat(view.count()).isEqualTo(3);
    assertThat(view.findAll()).hasSize(3).contains(expected);
    assertThatExceptionOfType(ProjectionNotFoundException.class)
        .isThrownBy(() -> view.get("a9"))
        .withMessageStartingWith("There is no AccountBalance with id a9.");
  }

  @Test
  void takesTheIdsOfAnotherComponent() {
    assertThat(view.keyedBy("openedAt").get(OPENED).accountId()).isEqualTo("a1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> view.keyedBy("opened_at"))
        .withMessageContaining("has no component 'opened_at'. Name one of its components.");
  }

  @Test
  void sortsAndPages() {
    assertThat(ids(view.findAll(Sort.by("cents").and(Sort.by("openedAt").descending()))))
        .containsExactly("a3", "a2", "a1");
    assertThat(ids(view.findAll(Sort.by(Sort.Order.asc("note").ignoreCase().nullsFirst()))))
        .containsExactly("a2", "a1", "a3");
    assertThat(ids(view.findAll(Sort.by(Sort.Order.desc("note").nullsLast()))))
        .containsExactly("a3", "a1", "a2");
    Page<AccountBalance> page = view.findAll(PageRequest.of(1, 1, Sort.by("cents")));
    assertThat(ids(page)).containsExactly("a3"); // equal cents: in the order of ids
    assertThat(page.getTotalElements()).isEqualTo(3);
    assertThat(ids(view.findAll(Pageable.unpaged(Sort.by("accountId")))))
        .containsExactly("a1", "a2", "a3");
  }

  @Test
  void findsByConditions() {
    Sort byId = Sort.by("accountId");
    assertThat(found(Where.property("cents").is(100))).containsExactly("a2", "a3");
    assertThat(found(Where.property("cents").is(100L).and("kind").is(Kind.SAVING)))
        .containsExactly("a3");
    assertThat(found(Where.property("cents").isNot(100))).containsExactly("a1");
    assertThat(found(Where.property("cents").isLessThan(300))).containsExactly("a2", "a3");
    assertThat(found(Where.property("cents").isAtMost(300))).containsExactly("a1", "a2", "a3");
    assertThat(found(Where.property("cents").isMoreThan(100))).containsExactly("a1");
    assertThat(found(Where.property("openedAt").isAtLeast(OPENED.plusSeconds(60))))
        .containsExactly("a2", "a3");
    assertThat(found(Where.property("accountId").isIn(List.of("a1", "a3", "a9"))))
        .containsExactly("a1", "a3");
    assertThat(found(Where.property("accountId").isIn(List.of()))).isEmpty();
    assertThat(found(Where.property("note").isNull())).containsExactly("a2");
    assertThat(found(Where.property("note").isNotNull())).containsExactly("a1", "a3");
    assertThat(found(Where.property("note").startsWith("50%"))).containsExactly("a1");
    assertThat(found(Where.property("note").startsWith("%"))).isEmpty();
    assertThat(found(Where.property("note").startsWith("z"))).isEmpty();
    assertThat(view.count(Where.property("owner").is(OWNER))).isEqualTo(3);
    assertThat(view.exists(Where.property("open").is(false))).isFalse();
    assertThat(view.findAll(Where.property("cents").is(100), PageRequest.of(1, 1, byId)))
        .extracting(AccountBalance::accountId)
        .containsExactly("a3");
  }

  private static List<String> found(Where where) {
    assertThat(view.findAll(where)).hasSize((int) view.count(where));
    return ids(view.findAll(where, Sort.by("accountId")));
  }

  @Test
  void refusesUnknownProperty() {
    assertThatExceptionOfType(UnknownSortPropertyException.class)
        .isThrownBy(() -> view.findAll(Sort.by("unread")))
        .withMessage(
            "AccountBalance cannot be sorted by 'unread': AccountBalance has the properties [accountId, cents, day, kind, moves, note, open, openedAt, owner, rate] to sort by. Correct the sort.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> view.findAll(Where.property("account_id; drop").is("a1")))
        .withMessageStartingWith(
            "AccountBalance has no component 'account_id; drop' to find rows by. Its components are [accountId,");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Where.property("cents").is(null))
        .withMessage("Where was given null. Give it a value, or call isNull().");
  }

  private record WithOwnerName(String accountId, String ownerName) {}

  private record Nothing() {}

  @Test
  void refusesWrongTableOrRecord() {
    assertThatIllegalStateException()
        .isThrownBy(() -> SqlView.of(jdbc, "account_balance", WithOwnerName.class).get("a1"))
        .withMessage(
            "Table account_balance has no column for component ownerName of %s. Add the column owner_name, or remove the component."
                .formatted(WithOwnerName.class.getName()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SqlView.of(jdbc, "a; drop table b", AccountBalance.class))
        .withMessage(
            "'a; drop table b' is not the name of a table. Give SqlView a plain name such as account_balance, or quote it.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SqlView.of(jdbc, "t", Nothing.class))
        .withMessageContaining("has no components to read.");
  }

  @Test
  void streamsInATransaction() {
    assertThatIllegalStateException()
        .isThrownBy(view::stream)
        .withMessageStartingWith("A stream of AccountBalance was opened without a transaction.");
    transaction.executeWithoutResult(
        status -> {
          try (Stream<AccountBalance> rows = view.stream(Sort.by("accountId").descending())) {
            assertThat(rows.map(AccountBalance::accountId)).containsExactly("a3", "a2", "a1");
          }
        });
  }

  @Test
  void seesRowsOfTheTransaction() {
    transaction.executeWithoutResult(
        status -> {
          insert("a4", 1, Kind.CURRENT, OPENED, null);
          assertThat(view.exists("a4")).isTrue();
          status.setRollbackOnly();
        });
    assertThat(view.exists("a4")).isFalse();
  }
}
