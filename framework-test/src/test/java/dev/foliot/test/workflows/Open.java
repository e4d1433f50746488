package dev.foliot.test.workflows;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import java.util.Map;
import java.util.UUID;

/** A workflow whose input is of an open class. */
@Workflow(name = "open")
class Open implements DurableFunction<Open.Case, String> {
  /** An input with values of any class. */
  static class Case {
    private String id = "";
    private Map<String, Object> facts = Map.of();

    Case() {}

    Case(String id, Map<String, Object> facts) {
      this.id = id;
      this.facts = facts;
    }

    public String getId() {
      return id;
    }

    public void setId(String id) {
      this.id = id;
    }

    public Map<String, Object> getFacts() {
      return facts;
    }

    public void setFacts(Map<String, Object> facts) {
      this.facts = facts;
    }
  }

  /** Its class would be lost. */
  static class LongCase extends Case {
    private final UUID owner;

    LongCase(String id, Map<String, Object> facts, UUID owner) {
      super(id, facts);
      this.owner = owner;
    }

    public UUID getOwner() {
      return owner;
    }
  }

  @Override
  public String run(WorkflowContext ctx, Case input) {
    return input.getId();
  }
}
