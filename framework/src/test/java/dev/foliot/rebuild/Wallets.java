package dev.foliot.rebuild;

import dev.foliot.projection.Projection;
import jakarta.persistence.Cacheable;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;

/** Projections with all that a mapping can spread over tables. */
final class Wallets {
  private Wallets() {}

  static final List<Class<?>> ALL =
      List.of(
          Wallet.class,
          Purse.class,
          Entry.class,
          Owner.class,
          Coin.class,
          Keeping.class,
          Kept.class,
          InSchema.class,
          Cached.class);

  @Projection(tables = {"wallet_total", "\"Wallet \"\"log\"\"\""})
  @Entity(name = "Wallet")
  @Inheritance(strategy = InheritanceType.JOINED)
  @SecondaryTable(name = "wallet_note")
  static class Wallet {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String owner;

    @Column(table = "wallet_note")
    String note;

    @ElementCollection List<String> bag = new ArrayList<>();
    @ElementCollection @OrderColumn List<Coin> coins = new ArrayList<>();

    @OneToMany(mappedBy = "wallet", cascade = CascadeType.ALL)
    List<Entry> entries = new ArrayList<>();

    @ManyToMany Set<Owner> owners = new HashSet<>();
  }

  @Embeddable
  static class Coin {
    int cents;

    @SuppressWarnings("unused") // Hibernate
    Coin() {}

    Coin(int cents) {
      this.cents = cents;
    }
  }

  @Projection
  @Entity(name = "Purse")
  @Table(name = "\"Purse\"")
  static class Purse extends Wallet {
    String colour;
  }

  @Entity(name = "Entry")
  static class Entry {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE)
    @SequenceGenerator(name = "entries", sequenceName = "entry_ids", allocationSize = 10)
    Long id;

    @ManyToOne @JoinColumn Wallet wallet;
    int cents;

    @ElementCollection Set<String> tags = new HashSet<>();
  }

  /** Not persisted by the wallet. */
  @Entity(name = "Owner")
  static class Owner {
    @Id String name;
  }

  @Projection
  @Entity(name = "Kept")
  @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
  abstract static class Keeping {
    @Id String id;
  }

  @Entity(name = "KeptHere")
  static class Kept extends Keeping {}

  @Projection
  @Entity(name = "InSchema")
  @Table(schema = "elsewhere", name = "kept")
  static class InSchema {
    @Id String id;
  }

  @Projection
  @Entity(name = "Cached")
  @Cacheable
  static class Cached {
    @Id String id;

    @ElementCollection
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    Set<String> tags = new HashSet<>();
  }

  @Projection
  static class Nothing {}
}
