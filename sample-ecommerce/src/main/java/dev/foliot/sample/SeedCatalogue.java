package dev.foliot.sample;

import dev.foliot.Domain;
import dev.foliot.sample.catalog.AddProduct;
import dev.foliot.sample.catalog.ProductExistsException;
import dev.foliot.sample.inventory.ReceiveStock;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Fills an empty shop at the start, before the web server takes requests, and leaves existing
 * products alone.
 */
@Component
@ConditionalOnBooleanProperty("shop.seed")
class SeedCatalogue implements SmartLifecycle {
  private static final int BEFORE_WEB_SERVER = DEFAULT_PHASE - 4096;
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

  private final Domain domain;
  private final TransactionTemplate transaction;
  private volatile boolean running;

  SeedCatalogue(Domain domain, TransactionTemplate transaction) {
    this.domain = domain;
    this.transaction = transaction;
  }

  @Override
  public void start() {
    try (InputStream file = new ClassPathResource("catalogue.csv").getInputStream();
        CSVParser products =
            CSVParser.parse(new InputStreamReader(file, StandardCharsets.UTF_8), FORMAT)) {
      products.forEach(this::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return BEFORE_WEB_SERVER;
  }

  /** The product and its stock come together or not at all. */
  private void add(CSVRecord product) {
    try {
      transaction.executeWithoutResult(
          status -> {
            domain.process(
                new AddProduct(
                    product.get("productId"),
                    product.get("name"),
                    new BigDecimal(product.get("price"))));
            domain.process(
                new ReceiveStock(
                    product.get("productId"), Integer.parseInt(product.get("stock")), "main"));
          });
    } catch (ProductExistsException e) {
      // It was added at an earlier start.
    }
  }
}
