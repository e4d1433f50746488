package dev.foliot.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.projection.Library.Copy;
import dev.foliot.projection.Library.Loans;
import dev.foliot.projection.Library.ReaderCard;
import dev.foliot.projection.Library.TitleLoans;
import dev.foliot.projection.Library.TitleProjector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;

/** Projections of each kind in one application. */
class ProjectionTablesIntegrationTests extends LibraryTest {
  @Autowired private ObjectProvider<ProjectionTables> tables;

  private List<String> tablesOf(Class<?> projection) {
    return tables.stream().flatMap(each -> each.of(projection).names().stream()).toList();
  }

  @Test
  void tablesOfEachKindAreKnown() {
    assertThat(tablesOf(Loans.class)).hasSize(1);
    assertThat(tablesOf(ReaderCard.class)).containsExactly("document_reader_card");
    assertThat(tablesOf(TitleProjector.class)).containsExactly("title_loans");
    assertThat(tablesOf(Copy.class)).isEmpty();
  }

  @Test
  void projectorBySqlNeedsNoProjectionClass() {
    register("x1", "X");
    lend("x1", "ann");
    lend("x1", "bob");

    engine().run();

    assertThat(domain.viewFor(TitleLoans.class).get("X")).isEqualTo(new TitleLoans("X", 2));
  }
}
