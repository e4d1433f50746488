package dev.foliot.sample.inventory;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import dev.foliot.projection.Projection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A product in the shop window: name and price come from the catalogue, the stock from the
 * inventory.
 */
@Projection
@Entity
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
public class StockLevel {
  @Id private String productId;
  private @Nullable String name;
  private @Nullable BigDecimal price;
  private int available;
  private int reserved;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
  protected StockLevel() {}

  StockLevel(String productId) {
    this.productId = productId;
  }

  void offer(String newName, BigDecimal newPrice) {
    name = newName;
    price = newPrice;
  }

  void change(int availableBy, int reservedBy) {
    available += availableBy;
    reserved += reservedBy;
  }

  public String productId() {
    return productId;
  }

  public @Nullable String name() {
    return name;
  }

  public @Nullable BigDecimal price() {
    return price;
  }

  public int available() {
    return available;
  }

  public int reserved() {
    return reserved;
  }
}
