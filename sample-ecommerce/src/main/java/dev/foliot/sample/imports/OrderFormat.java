package dev.foliot.sample.imports;

import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.order.PlaceOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * How an order is written in a file: {@code ord-1,cust-7,99.95,pendulum:2 loupe:1}. The columns may
 * stand in any order. Each line is parsed by itself, so that a forgotten quotation mark spoils one
 * line and not the rest of the file.
 */
final class OrderFormat {
  private static final List<String> COLUMNS = List.of("orderId", "customerId", "total", "lines");
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final CSVFormat csv;

  private OrderFormat(CSVFormat csv) {
    this.csv = csv;
  }

  /**
   * Reads the first line of a file.
   *
   * @throws MalformedFileException if it is not a header with all columns, each once
   */
  static OrderFormat ofHeader(@Nullable String line) {
    if (line == null || line.isBlank()) {
      throw new MalformedFileException("its first line is empty, expected the columns " + COLUMNS);
    }
    List<String> header = header(line.replace(BYTE_ORDER_MARK, ""));
    if (!header.containsAll(COLUMNS) || header.stream().distinct().count() < header.size()) {
      throw new MalformedFileException(
          "its first line is %s, expected the columns %s once each".formatted(header, COLUMNS));
    }
    return new OrderFormat(
        CSVFormat.DEFAULT.builder().setHeader(header.toArray(String[]::new)).get());
  }

  private static List<String> header(String line) {
    try {
      return parse(CSVFormat.DEFAULT, line).toList().stream().map(String::strip).toList();
    } catch (BadLineException e) {
      throw new MalformedFileException("its first line is broken: " + e.getMessage());
    }
  }

  /**
   * Reads one order.
   *
   * @throws BadLineException if the line is none
   */
  PlaceOrder read(String line) {
    CSVRecord fields = parse(csv, line);
    if (!fields.isConsistent()) {
      throw new BadLineException(
          "%s fields, expected %s".formatted(fields.size(), csv.getHeader().length));
    }
    return new PlaceOrder(
        fields.get("orderId").strip(),
        fields.get("customerId").strip(),
        total(fields.get("total").strip()),
        orderLines(fields.get("lines").strip()));
  }

  private static CSVRecord parse(CSVFormat format, String line) {
    try (CSVParser parser = CSVParser.parse(line, format)) {
      return parser.getRecords().get(0);
    } catch (IOException | UncheckedIOException e) {
      throw new BadLineException("broken quotation");
    }
  }

  private static BigDecimal total(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new BadLineException(
          "total is \"%s\", expected a number such as 99.95".formatted(text));
    }
  }

  private static List<OrderLine> orderLines(String text) {
    List<OrderLine> lines = new ArrayList<>();
    for (String part : text.split(" +")) {
      if (!part.matches("[^:]+:[0-9]{1,6}")) {
        throw new BadLineException(
            "lines has \"%s\", expected product and quantity such as pendulum:2".formatted(part));
      }
      int colon = part.indexOf(':');
      lines.add(
          new OrderLine(part.substring(0, colon), Integer.parseInt(part.substring(colon + 1))));
    }
    return lines;
  }
}
