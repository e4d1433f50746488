package dev.foliot.sample;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Domain;
import dev.foliot.sample.catalog.FindProducts;
import dev.foliot.sample.catalog.ProductDetails;
import dev.foliot.test.Flow;
import dev.foliot.test.SyncFlowTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;

@SyncFlowTest
@Import(FlakyPaymentProvider.class) // as in OrderFlowIntegrationTests: they share their context
class SeedCatalogueIntegrationTests {
  @Autowired Domain domain;
  @Autowired TransactionTemplate transaction;

  @Test
  void fillsTheShopOnce(Flow flow) {
    start();
    List<ProductDetails> products = domain.ask(new FindProducts());
    int events = flow.published().size();

    start();

    assertThat(products).hasSizeGreaterThan(20);
    assertThat(events).isEqualTo(2 * products.size()); // each was added, and received
    assertThat(flow.published()).hasSize(events);
  }

  private void start() {
    new SeedCatalogue(domain, transaction).start();
  }
}
