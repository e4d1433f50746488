package dev.foliot.consistency;

import dev.foliot.message.Given;
import dev.foliot.unitofwork.PositionRuns;
import dev.foliot.unitofwork.PositionRuns.Run;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The events of some commits, for a read that must see them: {@code domain.viewFor(X).after(token)}
 * waits until the projection has handled them. Immutable. It is not secret and grants no access.
 *
 * <p>Its text has at most {@value #MAX_LENGTH} letters, digits, {@code .}, {@code -} and {@code _},
 * so that it fits into a header or a URL. Therefore a token of very many commits may also cover
 * events of other transactions between them, and a token of more than 100,000 positions covers the
 * last 100,000 of them.
 */
public final class ConsistencyToken {
  /** The longest text of a token. */
  public static final int MAX_LENGTH = 1_000;

  private static final ConsistencyToken EMPTY = new ConsistencyToken(PositionRuns.NONE);

  private final PositionRuns positions;

  private ConsistencyToken(PositionRuns positions) {
    this.positions = positions;
  }

  /** The empty token: a read does not wait for it. */
  public static ConsistencyToken empty() {
    return EMPTY;
  }

  /**
   * The token of these events.
   *
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public static ConsistencyToken of(PositionRuns positions) {
    return positions.isEmpty() ? EMPTY : new ConsistencyToken(positions);
  }

  /**
   * Reads a token that {@link #toString} has written.
   *
   * @throws InvalidConsistencyTokenException if the text is not a token, or was written by a later
   *     version of Foliot
   */
  public static ConsistencyToken parse(String text) {
    Given.value(text, "ConsistencyToken.parse", "the text of a token");
    return of(TokenText.read(text));
  }

  /** Whether the token has no events, so that no read waits for it. */
  public boolean isEmpty() {
    return positions.isEmpty();
  }

  /** Returns the token of the events of both tokens. */
  public ConsistencyToken and(ConsistencyToken other) {
    Given.value(other, "token.and", "another token");
    return of(positions.and(other.positions));
  }

  /** The positions of the token's events, perhaps with positions of other events between them. */
  List<Run> runs() {
    return positions.runs();
  }

  /** The highest position; 0 if the token is empty. */
  long last() {
    return positions.last();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConsistencyToken token && positions.equals(token.positions);
  }

  @Override
  public int hashCode() {
    return positions.hashCode();
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return TokenText.write(positions);
  }
}
