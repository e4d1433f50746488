package dev.foliot.docs;

// docs: vouchers
import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Decider;
import dev.foliot.aggregate.Invariant;
import dev.foliot.command.Command;
import dev.foliot.event.DomainEvent;
// docs: end
import java.util.List;
import org.springframework.stereotype.Component;

// docs: vouchers
@Component
class Vouchers
    implements Decider<Vouchers.VoucherCommand, Vouchers.Voucher, Vouchers.VoucherEvent> {
  @Aggregate
  record Voucher(String code, int left) {
    @Invariant
    boolean neverOverdrawn() {
      return left >= 0;
    }
  }

  sealed interface VoucherCommand {
    String code();
  }

  @Command
  record Issue(String code, int amount) implements VoucherCommand {}

  @Command
  record Redeem(String code, int amount) implements VoucherCommand {}

  sealed interface VoucherEvent {}

  @DomainEvent
  record Issued(String code, int amount) implements VoucherEvent {}

  @DomainEvent
  record Redeemed(int amount) implements VoucherEvent {}

  @Override
  public String aggregateId(VoucherCommand command) {
    return command.code();
  }

  @Override
  public Voucher initialState() {
    return new Voucher("", 0);
  }

  @Override
  public List<VoucherEvent> decide(VoucherCommand command, Voucher voucher) {
    if (command instanceof Issue issue) { // a switch, from Java 21 on
      return List.of(new Issued(issue.code(), issue.amount()));
    }
    Redeem redeem = (Redeem) command;
    return List.of(new Redeemed(redeem.amount()));
  }

  @Override
  public Voucher evolve(Voucher voucher, VoucherEvent event) {
    if (event instanceof Issued issued) {
      return new Voucher(issued.code(), issued.amount());
    }
    Redeemed redeemed = (Redeemed) event;
    return new Voucher(voucher.code(), voucher.left() - redeemed.amount());
  }
}
// docs: end
