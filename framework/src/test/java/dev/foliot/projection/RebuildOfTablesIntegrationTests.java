package dev.foliot.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.projection.Library.ReaderCard;
import dev.foliot.rebuild.CompareOptions;
import dev.foliot.rebuild.RebuildMode;
import dev.foliot.rebuild.RebuildOptions;
import dev.foliot.rebuild.RebuildReport;
import dev.foliot.rebuild.RebuildStatus;
import dev.foliot.rebuild.RowDifference;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

/** Rebuilds and comparisons of documents, and of tables that are written by SQL. */
@Import(ReaderLoans.Beans.class)
class RebuildOfTablesIntegrationTests extends LibraryTest {
  private static final List<String> RIGHT = List.of("ann 2", "bob 1");
  private static final List<String> WRONG = List.of("ann 77");

  @Autowired private DocumentProjection<ReaderCard> cards;

  /** The two kinds of projections. */
  enum Kind {
    DOCUMENT(ReaderCard.class, "reader-card-projector", "document_reader_card"),
    SQL(ReaderLoans.class, "reader-loans", "reader_loans");

    private final Class<?> projection;
    private final String projector;
    private final String table;

    Kind(Class<?> projection, String projector, String table) {
      this.projection = projection;
      this.projector = projector;
      this.table = table;
    }
  }

  @BeforeEach
  void lendBooks() {
    jdbc.execute("delete from reader_loans");
    register("1", "Emma");
    lend("1", "ann");
    lend("1", "bob");
    lend("1", "ann");
    engine().run();
  }

  @AfterEach
  void dropAll() {
    Stream.of(Kind.values()).forEach(each -> domain.rebuilds().removed(each.projector));
  }

  private List<String> rows(Kind kind) {
    Supplier<Stream<String>> found =
        kind == Kind.DOCUMENT
            ? () -> cards.findAll().stream().map(each -> each.reader() + " " + each.loans())
            : () ->
                domain.viewFor(ReaderLoans.class).findAll().stream()
                    .map(each -> each.reader() + " " + each.loans());
    return found.get().sorted().toList();
  }

  /** The rows are {@link #WRONG}. */
  private void damage(Kind kind) {
    if (kind == Kind.DOCUMENT) {
      ReaderCard ann = cards.get("ann");
      cards.save(
          new ReaderCard(
              "ann", 77, ann.level(), "Rome", ann.fee(), ann.since(), ann.isbns(), null));
      cards.delete("bob");
    } else {
      jdbc.update("update reader_loans set loans = 77 where reader = 'ann'");
      jdbc.update("delete from reader_loans where reader = 'bob'");
    }
    assertThat(rows(kind)).isEqualTo(WRONG);
  }

  private RebuildReport rebuilt(Kind kind, RebuildOptions options) {
    long id = domain.rebuilds().start(kind.projection, options).id();
    assertThat(rows(kind)).isEqualTo(options.mode() == RebuildMode.IN_PLACE ? List.of() : WRONG);
    engine().run();
    return domain.rebuilds().show(id);
  }

  @ParameterizedTest
  @EnumSource
  void switchesAndRollsBack(Kind kind) {
    damage(kind);
    RebuildReport rebuild = rebuilt(kind, RebuildOptions.beside());
    assertThat(rebuild.status()).isEqualTo(RebuildStatus.SWITCHED);
    assertThat(rows(kind)).isEqualTo(RIGHT);

    domain.rebuilds().rollBack(rebuild.id());
    assertThat(rows(kind)).isEqualTo(WRONG);

    lend("1", "ann");
    engine().run();
    assertThat(rows(kind)).containsExactly("ann 78");
  }

  @ParameterizedTest
  @EnumSource
  void deliveriesGoOnAfterTheSwitch(Kind kind) {
    damage(kind);
    RebuildReport rebuild = rebuilt(kind, RebuildOptions.beside());
    domain.rebuilds().dropFormer(rebuild.id());
    lend("1", "bob");
    lend("1", "cid");
    engine().run();

    assertThat(rows(kind)).containsExactly("ann 2", "bob 2", "cid 1");
    assertThat(schemas()).isEmpty();
    if (kind == Kind.DOCUMENT) {
      assertThat(cards.findBy("loans", 2)).extracting(ReaderCard::reader).contains("ann", "bob");
    }
  }

  @ParameterizedTest
  @EnumSource
  void isFilledInPlace(Kind kind) {
    damage(kind);

    assertThat(rebuilt(kind, RebuildOptions.inPlace()).status()).isEqualTo(RebuildStatus.FINISHED);

    assertThat(rows(kind)).isEqualTo(RIGHT);
  }

  @ParameterizedTest
  @EnumSource
  void isCompared(Kind kind) {
    assertThat(differences(kind)).isEmpty();
    damage(kind);

    List<String> found = differences(kind);

    assertThat(found).hasSize(2);
    assertThat(found.get(0))
        .startsWith(kind.table + (kind == Kind.DOCUMENT ? " id=ann: " : " reader=ann: "))
        .contains("loans is 77 live, 2 rebuilt");
    assertThat(found.get(1)).endsWith("=bob: missing in the live table");
    assertThat(rows(kind)).isEqualTo(WRONG);
    assertThat(schemas()).isEmpty();
  }

  private List<String> differences(Kind kind) {
    return domain
        .rebuilds()
        .compare(kind.projection, CompareOptions.standard().batchSizes(1, 7))
        .differences()
        .stream()
        .map(RowDifference::toString)
        .map(each -> each.toLowerCase(Locale.ROOT))
        .toList();
  }

  /** The live table is the application's. */
  @ParameterizedTest
  @EnumSource
  void removedProjectorLeavesNothingBehind(Kind kind) {
    domain.rebuilds().start(kind.projection);
    engine().run();
    List<String> tables = List.of("foliot_segment", "foliot_checkpoint", "foliot_rebuild_segment");
    jdbc.update("update foliot_subscription set name = 'gone' where name = ?", kind.projector);
    tables.forEach(
        table ->
            jdbc.update(
                "update %s set subscription = 'gone' where subscription = ?".formatted(table),
                kind.projector));
    jdbc.update("delete from foliot_node_subscription");
    assertThat(schemas()).isNotEmpty();

    domain.subscriptions().remove("gone");

    assertThat(schemas()).isEmpty();
    assertThat(rows(kind)).isEqualTo(RIGHT);
    for (String table : tables) {
      assertThat(count(table + " where subscription = 'gone'")).isZero();
      assertThat(count(table + " where subscription like 'foliot:former:%'")).isZero();
    }
    assertThat(count("foliot_subscription where name = 'gone'")).isZero();
    assertThat(count("foliot_rebuild")).isZero();
  }

  private int count(String from) {
    return jdbc.queryForObject("select count(*) from " + from, Integer.class);
  }

  private List<String> schemas() {
    return jdbc.queryForList(
        "select schema_name from information_schema.schemata where lower(schema_name) like '%\\_rebuild\\_%' or lower(schema_name) like '%\\_compare\\_%'",
        String.class);
  }
}
