package dev.foliot.consistency;

import dev.foliot.unitofwork.PositionRuns;
import dev.foliot.unitofwork.PositionRuns.Run;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The text of a token: the version of the format, and the runs of positions as differences. Each
 * difference is a number of variable length. The text comes from a client, so it is checked before
 * it is used.
 */
final class TokenText {
  private static final String VERSION = "1.";
  private static final String EMPTY = "1";
  private static final String PASS_AS_IT_IS =
      "Pass the text of a token on unchanged, or leave it out";
  private static final int BITS = 7;
  private static final int MORE = 1 << BITS;

  private TokenText() {}

  static String write(PositionRuns positions) {
    if (positions.isEmpty()) {
      return EMPTY;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long before = 0;
    for (Run run : positions.runs()) {
      write(run.first() - before, bytes);
      write(run.last() - run.first(), bytes);
      before = run.last();
    }
    return VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  private static void write(long number, ByteArrayOutputStream bytes) {
    long left = number;
    while (left >= MORE) {
      bytes.write((int) (left % MORE) | MORE);
      left >>>= BITS;
    }
    bytes.write((int) left);
  }

  static PositionRuns read(String text) {
    if (text.length() > ConsistencyToken.MAX_LENGTH) {
      throw refused(
          "it has %s characters, more than %s"
              .formatted(text.length(), ConsistencyToken.MAX_LENGTH));
    }
    if (text.equals(EMPTY)) {
      return PositionRuns.NONE;
    }
    if (!text.startsWith(VERSION)) {
      throw refused(
          text.matches("\\d{1,9}\\..*")
              ? "a later version of Foliot has written it"
              : "it is not the text of a token");
    }
    List<Run> runs = runs(ByteBuffer.wrap(decoded(text.substring(VERSION.length()))));
    PositionRuns read = PositionRuns.of(runs);
    if (!read.runs().equals(runs)) {
      throw refused("it covers too many positions, or some of them twice");
    }
    return read;
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getUrlDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw refused("it is damaged");
    }
  }

  private static List<Run> runs(ByteBuffer bytes) {
    List<Run> runs = new ArrayList<>();
    long before = 0;
    while (bytes.hasRemaining() || runs.isEmpty()) {
      long first = sum(before, number(bytes));
      long last = sum(first, number(bytes));
      if (first <= before) {
        throw refused("it is damaged");
      }
      runs.add(new Run(first, last));
      before = last;
    }
    return runs;
  }

  private static long sum(long one, long other) {
    if (Long.MAX_VALUE - one < other) {
      throw refused("it is damaged");
    }
    return one + other;
  }

  private static long number(ByteBuffer bytes) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE - 1; shift += BITS) {
      if (!bytes.hasRemaining()) {
        throw refused("it is cut off");
      }
      int next = bytes.get();
      number |= (long) (next & (MORE - 1)) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw refused("it is damaged");
  }

  private static InvalidConsistencyTokenException refused(String why) {
    return new InvalidConsistencyTokenException(why, PASS_AS_IT_IS + ".");
  }
}
