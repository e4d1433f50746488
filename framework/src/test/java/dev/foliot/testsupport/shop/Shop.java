package dev.foliot.testsupport.shop;

import dev.foliot.command.Command;
import dev.foliot.command.CommandDeclarations;
import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventDeclarations;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.query.Query;
import dev.foliot.query.QueryDeclarations;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.stream.Stream;

/** The messages. */
public final class Shop {
  @Command
  public record PlaceOrder(String orderId) {}

  @Command
  public record TouchOrder(String orderId) {}

  @Command
  public record Deposit(String accountId, int amount) {}

  @Command
  public record Checked(@NotBlank String name, List<@Valid Line> lines) {}

  public record Line(@Positive int quantity) {}

  @Query
  public record BalanceOf(String accountId) {}

  @DomainEvent
  public record OrderPlaced(String orderId) {}

  @DomainEvent
  public record OrderTouched(String orderId, String by) {}

  @DomainEvent
  public record TicketOpened(String title) {}

  @DomainEvent(publish = "orders")
  public record OrderShipped(String orderId) {}

  @DomainEvent
  public record AccountOpened(String accountId) {}

  @DomainEvent
  public record Deposited(String accountId, int amount) {}

  @DomainEvent
  public record Withdrawn(String accountId, int amount) {}

  /** Has a part that can be changed. */
  @DomainEvent
  public record TagsSet(String accountId, List<String> tags) {}

  /** No aggregate applies it. */
  @DomainEvent
  public record AccountAudited(String accountId) {}

  public static final MessageTypes TYPES =
      new MessageTypes(
          Stream.concat(
                  Stream.of(
                      CommandDeclarations.messageType(PlaceOrder.class),
                      CommandDeclarations.messageType(TouchOrder.class),
                      CommandDeclarations.messageType(Deposit.class),
                      CommandDeclarations.messageType(Checked.class),
                      CommandDeclarations.messageType(Voucher.Issue.class),
                      CommandDeclarations.messageType(Voucher.Redeem.class),
                      CommandDeclarations.messageType(Voucher.Expire.class),
                      QueryDeclarations.messageType(BalanceOf.class)),
                  events())
              .toList());

  private static Stream<MessageType> events() {
    return Stream.of(
            OrderPlaced.class,
            OrderTouched.class,
            OrderShipped.class,
            TicketOpened.class,
            AccountOpened.class,
            Deposited.class,
            Withdrawn.class,
            AccountAudited.class,
            TagsSet.class,
            Voucher.Issued.class,
            Voucher.Redeemed.class,
            Voucher.UsedUp.class)
        .map(EventDeclarations::messageType);
  }

  private Shop() {}
}
