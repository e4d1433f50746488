package dev.foliot.testsupport.shop;

import dev.foliot.aggregate.Aggregate;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;

/** The root of a hierarchy in one table. */
@Aggregate
@Entity
@Inheritance(strategy = InheritanceType.SINGLE_TABLE)
public abstract class Vehicle extends Shaped {
  @Id private String vehicleId = "";

  protected Vehicle() {}

  Vehicle(String vehicleId) {
    this.vehicleId = vehicleId;
  }

  @Override
  public String id() {
    return vehicleId;
  }

  /** In the table of the root. */
  @Entity
  public static class Car extends Vehicle {
    private String plate = "";

    protected Car() {}

    public Car(String vehicleId) {
      super(vehicleId);
    }

    @Override
    public void set(String text) {
      plate = text;
    }

    @Override
    public String text() {
      return plate;
    }
  }
}
