package dev.foliot.autoconfigure.wrong;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.event.DomainEvent;
import dev.foliot.personaldata.PersonalData;

/** One of each mistake. */
public final class WrongTypes {
  private WrongTypes() {}

  @DomainEvent(name = "taken")
  public record First(String id) {}

  @DomainEvent(name = "taken")
  public record Second(String id) {}

  @DomainEvent(name = "renamed", aliases = "taken")
  public record Third(String id) {}

  @DomainEvent(version = 0)
  public record VersionZero(String id) {}

  @DomainEvent(name = "nobodys")
  public record Nobodys(@PersonalData String name) {}

  /** What says nothing about its classes. */
  public interface Method {}

  @DomainEvent
  public record Unreadable(Method method) {}

  @Aggregate
  public static class NoAggregate {}

  @Aggregate(category = "wrong")
  public static class AppliesNoMessage extends EventSourcedAggregate {
    @Override
    public String id() {
      return "";
    }

    @Apply
    void on(String text) {}
  }

  @Aggregate(category = "wrong")
  public static class NoConstructor extends EventSourcedAggregate {
    private final String id;

    NoConstructor(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }
  }

  @Aggregate(category = "childless")
  public abstract static class Childless extends EventSourcedAggregate {}

  @Aggregate(category = "parent")
  public abstract static class Parent extends EventSourcedAggregate {
    @Apply
    void on(Integer number) {}
  }

  /** Inherits the annotation. */
  public static class Child extends Parent {
    private final String id;

    Child(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }
  }
}
