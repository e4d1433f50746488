package dev.foliot.commandline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Rows of text as columns, for a terminal, a log or the message of a failed test.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Table {
  private static final int GAP = 2;

  private Table() {}

  /** One line for the head and one for each row; control characters become blanks. */
  public static String of(List<String> head, Collection<List<String>> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(head);
    rows.forEach(row -> all.add(row.stream().map(Table::inOneLine).toList()));
    int[] widths = new int[head.size()];
    for (List<String> row : all) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    all.forEach(row -> text.append(line(row, widths)).append('\n'));
    return text.toString();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = row.get(column);
      line.append(cell).append(" ".repeat(widths[column] - cell.length() + GAP));
    }
    return line.toString().stripTrailing();
  }

  /** A key, a reason or an error may have been written to move the cursor, or to forge a row. */
  static String inOneLine(String text) {
    return text.replaceAll("\\p{Cc}", " ");
  }
}
