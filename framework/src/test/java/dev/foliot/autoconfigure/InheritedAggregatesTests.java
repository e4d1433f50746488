package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.Domain;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.MissingApplyException;
import dev.foliot.autoconfigure.inheriting.Savers;
import dev.foliot.autoconfigure.inheriting.Savers.Giro;
import dev.foliot.autoconfigure.inheriting.Savers.GiroOverdrawn;
import dev.foliot.autoconfigure.inheriting.Savers.NeedsGiros;
import dev.foliot.autoconfigure.inheriting.Savers.NeedsSavers;
import dev.foliot.autoconfigure.inheriting.Savers.Saver;
import dev.foliot.autoconfigure.inheriting.Savers.Savings;
import dev.foliot.autoconfigure.wrong.WrongTypes;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** R38: {@code @Aggregate} on the root of a hierarchy holds for the classes below it. */
class InheritedAggregatesTests {
  private static final String ABSTRACT =
      Saver.class.getName()
          + " is abstract, so it cannot be made from events. Use the repository of the concrete class of the aggregate, or make the class concrete.";

  private final ApplicationContextRunner savers =
      FoliotRunner.empty().withPropertyValues("foliot.packages=" + Savers.PACKAGE);

  @Test
  void subclassHasARepositoryBean() {
    savers
        .withBean(NeedsGiros.class)
        .run(
            context -> {
              AggregateRepository<Giro> giros = context.getBean(NeedsGiros.class).repository();
              Giro giro = new Giro();
              giro.open("g");
              giros.save(giro);

              assertThat(giros.get("g").version()).isEqualTo(1);
              assertThat(context.getBean(Domain.class).wiring().aggregates())
                  .extracting("javaType")
                  .contains(Giro.class, Savings.class);
            });
  }

  @Test
  void startFailsIfABeanNeedsTheRepositoryOfAnAbstractRoot() {
    savers
        .withBean(NeedsSavers.class)
        .run(context -> assertThat(context.getStartupFailure()).hasStackTraceContaining(ABSTRACT));
  }

  @Test
  void firstUseOfAnAbstractRootIsRefused() {
    savers.run(
        context -> {
          Domain domain = context.getBean(Domain.class);

          assertThatThrownBy(() -> domain.repositoryFor(Saver.class)).hasMessage(ABSTRACT);
          assertThatThrownBy(() -> domain.historyOf(Saver.class, "g")).hasMessage(ABSTRACT);
          assertThatThrownBy(() -> domain.snapshots().takeAll(Saver.class)).hasMessage(ABSTRACT);
        });
  }

  @Test
  void snapshotsOfAllClassesLeaveAnAbstractRootOut() {
    savers.run(
        context -> {
          Domain domain = context.getBean(Domain.class);
          Giro giro = new Giro();
          giro.open("g");
          domain.repositoryFor(Giro.class).save(giro);

          assertThat(domain.snapshots().takeAll()).isPositive();
        });
  }

  @Test
  void namesTheOtherClassesOfTheCategoryIfAnEventCannotBeApplied() {
    savers.run(
        context -> {
          Domain domain = context.getBean(Domain.class);
          Giro giro = new Giro();
          giro.open("g");
          giro.overdraw(5);
          domain.repositoryFor(Giro.class).save(giro);

          assertThatThrownBy(() -> domain.repositoryFor(Savings.class).get("g"))
              .isInstanceOf(MissingApplyException.class)
              .hasMessage(
                  "%s has no method that applies %s. Add: @Apply void on(GiroOverdrawn event). If the stream belongs to another class that extends %s, load it with the repository of that class.",
                  Savings.class.getName(), GiroOverdrawn.class.getName(), Saver.class.getName());
        });
  }

  @Test
  void startFailsIfARootCannotBeMade() {
    FoliotRunner.empty()
        .withPropertyValues("foliot.packages=" + WrongTypes.class.getPackageName())
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains(
                        WrongTypes.Childless.class.getName()
                            + " is abstract, and no class that extends it was found, so it cannot be made from its events. Make it concrete, or check that the packages of its subclasses are scanned.")
                    .contains(
                        WrongTypes.Child.class.getName() + " has no constructor without parameters")
                    .doesNotContain(WrongTypes.Parent.class.getName() + " is abstract"));
  }
}
