package dev.foliot.testsupport.shop;

import dev.foliot.aggregate.Aggregate;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.SoftDelete;

/** An aggregate whose row Hibernate marks as deleted. */
@Aggregate
@Entity
@SoftDelete
public class Contract extends Shaped {
  @Id private String contractId = "";
  private String terms = "";

  protected Contract() {}

  public Contract(String contractId) {
    this.contractId = contractId;
  }

  @Override
  public String id() {
    return contractId;
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
