package dev.foliot.sample.imports;

import dev.foliot.CommandOptions;
import dev.foliot.Domain;
import dev.foliot.command.CommandValidationException;
import dev.foliot.command.CommandValidationException.Violation;
import dev.foliot.message.Priority;
import dev.foliot.sample.imports.ImportReport.BadLine;
import dev.foliot.sample.order.OrderAlreadyPlacedException;
import java.io.IOException;
import java.io.LineNumberReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/**
 * Places the orders of a file, each in a transaction of its own, at the priority of bulk work:
 * everything that an order causes inherits it, so live orders overtake the whole file. An import
 * that was cut off is simply run again.
 */
@Service
public class OrderImport {
  private static final CommandOptions BULK = CommandOptions.priority(Priority.BACKFILL);

  private final Domain domain;

  OrderImport(Domain domain) {
    this.domain = domain;
  }

  /**
   * Reads the file line by line, to its end.
   *
   * @throws MalformedFileException if it has no header; nothing was placed then
   */
  public ImportReport run(Reader file) throws IOException {
    var lines = new LineNumberReader(file);
    OrderFormat format = OrderFormat.ofHeader(lines.readLine());
    int placed = 0;
    int unchanged = 0;
    List<BadLine> badLines = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      try {
        if (!line.isBlank()) {
          domain.process(format.read(line), BULK);
          placed++;
        }
      } catch (OrderAlreadyPlacedException e) {
        unchanged++;
      } catch (BadLineException e) {
        badLines.add(new BadLine(lines.getLineNumber(), e.reason()));
      } catch (CommandValidationException e) {
        badLines.add(new BadLine(lines.getLineNumber(), reason(e)));
      }
    }
    return new ImportReport(placed, unchanged, badLines);
  }

  private static String reason(CommandValidationException e) {
    return e.violations().stream().map(Violation::toString).collect(Collectors.joining("; "));
  }
}
