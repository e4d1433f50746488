package dev.foliot.testsupport.shop;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Decider;
import dev.foliot.aggregate.Invariant;
import dev.foliot.command.Command;
import dev.foliot.event.DomainEvent;
import java.util.List;

/** The state of an aggregate in the functional style. */
@Aggregate(snapshotEvery = 10)
public record Voucher(String code, int left) {
  public static final Voucher NONE = new Voucher("", 0);

  /** What can be asked of it. */
  public sealed interface Request {
    String code();
  }

  @Command
  public record Issue(String code, int amount) implements Request {}

  @Command
  public record Redeem(String code, int amount) implements Request {}

  /** Nothing ever happens. */
  @Command
  public record Expire(String code) implements Request {}

  /** What happens to it. */
  public sealed interface Change {}

  @DomainEvent(name = "voucher-issued")
  public record Issued(String code, int amount) implements Change {}

  @DomainEvent(name = "voucher-redeemed")
  public record Redeemed(int amount) implements Change {}

  @DomainEvent(name = "voucher-used-up")
  public record UsedUp() implements Change {}

  @Invariant
  boolean neverOverdrawn() {
    return left >= 0;
  }

  /** Its functions. */
  public static class Decisions implements Decider<Request, Voucher, Change> {
    @Override
    public String aggregateId(Request command) {
      return command.code();
    }

    @Override
    public Voucher initialState() {
      return NONE;
    }

    @Override
    public List<Change> decide(Request command, Voucher voucher) {
      if (command instanceof Issue issue) {
        if (!voucher.code.isEmpty()) {
          throw new IllegalStateException("voucher " + voucher.code + " exists");
        }
        return List.of(new Issued(issue.code, issue.amount));
      }
      if (command instanceof Redeem redeem) {
        return redeem.amount == voucher.left
            ? List.of(new Redeemed(redeem.amount), new UsedUp())
            : List.of(new Redeemed(redeem.amount));
      }
      return List.of();
    }

    @Override
    public Voucher evolve(Voucher voucher, Change event) {
      if (event instanceof Issued issued) {
        return new Voucher(issued.code, issued.amount);
      }
      return event instanceof Redeemed redeemed
          ? new Voucher(voucher.code, voucher.left - redeemed.amount)
          : voucher;
    }
  }
}
