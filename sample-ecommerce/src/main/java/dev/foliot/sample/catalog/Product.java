package dev.foliot.sample.catalog;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.math.BigDecimal;

/** Something that the shop sells. */
@Aggregate
@Entity
public class Product extends StateStoredAggregate {
  @Id private String productId;
  private String name;
  private BigDecimal price;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
  protected Product() {}

  private Product(String productId, String name, BigDecimal price) {
    this.productId = productId;
    this.name = name;
    this.price = price;
  }

  public static Product add(String productId, String name, BigDecimal price) {
    Product product = new Product(productId, name, price);
    product.raise(new ProductAdded(productId, name, price));
    return product;
  }

  @Override
  public String id() {
    return productId;
  }

  public String name() {
    return name;
  }

  public BigDecimal price() {
    return price;
  }
}
