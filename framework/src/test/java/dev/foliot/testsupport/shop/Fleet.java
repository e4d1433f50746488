package dev.foliot.testsupport.shop;

import dev.foliot.testsupport.shop.Vehicle.Car;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import java.util.ArrayList;
import java.util.List;

/** No aggregate, but it owns some: they live and end with it. */
@Entity
public class Fleet {
  @Id private String fleetId = "";

  @OneToMany(cascade = CascadeType.ALL, orphanRemoval = true)
  @JoinColumn(name = "fleet_id")
  private List<Car> cars = new ArrayList<>();

  protected Fleet() {}

  public Fleet(String fleetId, Car... cars) {
    this.fleetId = fleetId;
    this.cars.addAll(List.of(cars));
  }

  public List<Car> cars() {
    return cars;
  }
}
