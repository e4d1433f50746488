package dev.foliot.testsupport.shop;

import dev.foliot.aggregate.Aggregate;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.Table;

/** The root of a hierarchy whose classes have a whole table each. */
@Aggregate
@Entity
@Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
public abstract class Tool extends Shaped {
  @Id private String toolId = "";

  protected Tool() {}

  Tool(String toolId) {
    this.toolId = toolId;
  }

  @Override
  public String id() {
    return toolId;
  }

  /** In a table of its own. */
  @Entity
  @Table(name = "drill")
  public static class Drill extends Tool {
    private String maker = "";

    protected Drill() {}

    public Drill(String toolId) {
      super(toolId);
    }

    @Override
    public void set(String text) {
      maker = text;
    }

    @Override
    public String text() {
      return maker;
    }
  }
}
