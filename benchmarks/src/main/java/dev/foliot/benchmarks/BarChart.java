package dev.foliot.benchmarks;

import dev.foliot.benchmarks.measure.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The ratios to the baseline, one bar for each contender that is not the baseline. */
record BarChart(List<Comparison> comparisons) {
  private static final int LABEL = 480;
  private static final int WIDTH = 400;
  private static final int BAR = 22;
  private static final double MAX = 2;

  private record Bar(String label, double ratio) {}

  String svg() {
    List<Bar> bars = bars();
    int height = (bars.size() + 2) * BAR;
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" font-family=\"sans-serif\" font-size=\"12\">\n"
            .formatted(LABEL + WIDTH + 80, height));
    int y = BAR / 2;
    for (Bar bar : bars) {
      svg.append(bar(bar, y));
      y += BAR;
    }
    int one = LABEL + (int) (WIDTH / MAX);
    svg.append(
        "<line x1=\"%1$s\" y1=\"0\" x2=\"%1$s\" y2=\"%2$s\" stroke=\"#333\" stroke-dasharray=\"4 3\"/>\n"
            .formatted(one, height - BAR));
    svg.append(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\">baseline = 1</text>\n</svg>\n"
            .formatted(one, height - 6));
    return svg.toString();
  }

  private List<Bar> bars() {
    List<Bar> bars = new ArrayList<>();
    for (Comparison comparison : comparisons) {
      List<String> contenders = comparison.contenders();
      for (String contender : contenders.subList(1, contenders.size())) {
        bars.add(
            new Bar(
                "%s, %s: %s (%s)"
                    .formatted(
                        comparison.workload(),
                        comparison.database(),
                        contender,
                        comparison.figure().label()),
                comparison.medianRatio(contender)));
      }
    }
    return bars;
  }

  private static String bar(Bar bar, int y) {
    int width = (int) (Math.min(bar.ratio(), MAX) / MAX * WIDTH);
    return String.format(
        Locale.ROOT,
        "<text x=\"%s\" y=\"%s\" text-anchor=\"end\">%s</text><rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"#4a7ebb\"/><text x=\"%s\" y=\"%s\">%.2f</text>\n",
        LABEL - 8,
        y + 12,
        bar.label(),
        LABEL,
        y,
        width,
        BAR - 6,
        LABEL + width + 6,
        y + 12,
        bar.ratio());
  }
}
