package dev.foliot.testsupport.shop;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import dev.foliot.testsupport.shop.Shop.TicketOpened;
import jakarta.persistence.CascadeType;
import jakarta.persistence.ConstraintMode;
import jakarta.persistence.Entity;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import java.util.ArrayList;
import java.util.List;

/** An aggregate with an id of its own, above others whose ids the insert makes. */
@Aggregate
@Entity
public class Ledger extends StateStoredAggregate {
  @Id private String name = "";

  @OneToMany(cascade = CascadeType.ALL)
  @JoinColumn(name = "ledger_name", foreignKey = @ForeignKey(ConstraintMode.NO_CONSTRAINT))
  private List<Receipt> receipts = new ArrayList<>();

  @OneToMany(cascade = CascadeType.ALL)
  @JoinColumn(name = "part_of", foreignKey = @ForeignKey(ConstraintMode.NO_CONSTRAINT))
  private List<Ledger> parts = new ArrayList<>();

  protected Ledger() {}

  @SuppressWarnings("this-escape") // raise asks for nothing that a subclass would still set
  public Ledger(String name, int events) {
    this.name = name;
    for (int i = 0; i < events; i++) {
      raise(new TicketOpened(name));
    }
  }

  public Ledger with(Receipt receipt) {
    receipts.add(receipt);
    return this;
  }

  public Ledger with(Ledger part) {
    parts.add(part);
    return this;
  }

  @Override
  public String id() {
    return name;
  }
}
