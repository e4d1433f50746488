package dev.foliot.testsupport.shop;

import dev.foliot.aggregate.Aggregate;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.SQLDelete;

/** An aggregate whose delete is an update of its row. */
@Aggregate
@Entity
@SQLDelete(sql = "update coupon set terms = 'deleted' where coupon_id = ? and version = ?")
public class Coupon extends Shaped {
  @Id private String couponId = "";
  private String terms = "";

  protected Coupon() {}

  public Coupon(String couponId) {
    this.couponId = couponId;
  }

  @Override
  public String id() {
    return couponId;
  }

  @Override
  public void set(String text) {
    terms = text;
  }

  @Override
  public String text() {
    return terms;
  }
}
