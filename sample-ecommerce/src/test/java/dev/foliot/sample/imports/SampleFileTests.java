package dev.foliot.sample.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.Test;

/**
 * The shipped file of 5,000 orders. It is generated from the catalogue, the same each time; {@code
 * main} writes it anew after a change.
 */
class SampleFileTests {
  private static final Path FILE = Path.of("data/orders-5000.csv");

  @Test
  void isWhatTheGeneratorWrites() throws IOException {
    assertThat(FILE).hasContent(generate());
  }

  @Test
  void holdsOrdersOnly() throws IOException {
    List<String> lines = Files.readAllLines(FILE);
    OrderFormat format = OrderFormat.ofHeader(lines.get(0));

    var orders = lines.stream().skip(1).map(format::read).toList();

    assertThat(orders).hasSize(5000);
    assertThat(orders).extracting("orderId").doesNotHaveDuplicates();
  }

  public static void main(String[] arguments) throws IOException {
    Files.writeString(FILE, generate());
  }

  private static String generate() throws IOException {
    var random = new Random(5000);
    Map<String, BigDecimal> prices = prices();
    List<String> all = List.copyOf(prices.keySet());
    List<String> everyday =
        all.stream().filter(id -> prices.get(id).compareTo(BigDecimal.valueOf(300)) < 0).toList();
    var file = new StringBuilder("orderId,customerId,total,lines\n");
    for (int i = 1; i <= 5000; i++) {
      Map<String, Integer> lines = new LinkedHashMap<>();
      int size = 1 + random.nextInt(3);
      while (lines.size() < size) {
        List<String> products = random.nextInt(100) < 3 ? all : everyday;
        lines.put(products.get(random.nextInt(products.size())), 1 + random.nextInt(3));
      }
      file.append(line(i, random.nextInt(400), lines, prices));
    }
    return file.toString();
  }

  private static String line(
      int number, int customer, Map<String, Integer> lines, Map<String, BigDecimal> prices) {
    List<BigDecimal> amounts = new ArrayList<>();
    lines.forEach(
        (product, quantity) ->
            amounts.add(prices.get(product).multiply(BigDecimal.valueOf(quantity))));
    String products =
        lines.entrySet().stream()
            .map(line -> line.getKey() + ":" + line.getValue())
            .collect(Collectors.joining(" "));
    return "imp-%04d,cust-%03d,%s,%s\n"
        .formatted(
            number,
            customer + 1,
            amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add),
            products);
  }

  private static Map<String, BigDecimal> prices() throws IOException {
    Map<String, BigDecimal> prices = new LinkedHashMap<>();
    try (CSVParser catalogue =
        CSVParser.parse(
            Path.of("src/main/resources/catalogue.csv"),
            StandardCharsets.UTF_8,
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get())) {
      catalogue.forEach(
          product -> prices.put(product.get("productId"), new BigDecimal(product.get("price"))));
    }
    return prices;
  }
}
