package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.autoconfigure.above.Above;
import dev.foliot.autoconfigure.billing.Billing;
import dev.foliot.autoconfigure.billing.Billing.Balance;
import dev.foliot.autoconfigure.billing.Billing.Deposit;
import dev.foliot.autoconfigure.billing.Billing.OpenAccount;
import dev.foliot.autoconfigure.closing.CloseAccount;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.WiringException;
import dev.foliot.projection.Projector;
import dev.foliot.query.QueryHandler;
import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;

/** R38: handler methods that a bean inherits from a class of another package. */
class InheritedHandlersTests {
  private static final String PROXIED =
      " inherits it from another package and is proxied, so the call would miss the bean's fields. Make it protected or public";

  @EventHandler(name = "events")
  static class Events extends Above.Events {
    @Transactional
    public void whyItIsProxied() {}
  }

  @CommandHandler
  static class Commands extends Above.Commands {
    @Transactional
    public void whyItIsProxied() {}
  }

  @QueryHandler
  static class Queries extends Above.Queries {
    @Transactional
    public void whyItIsProxied() {}
  }

  @Projector(value = Balance.class, name = "projects")
  static class Projects extends Above.Projects {
    @Transactional
    public void whyItIsProxied() {}
  }

  static class Upcasters extends Above.Upcasters {
    @Transactional
    public void whyItIsProxied() {}
  }

  @EventHandler(name = "unproxied")
  static class Unproxied extends Above.Events {}

  @EventHandler(name = "protected")
  static class Protected extends Above.ProtectedEvents {
    @Transactional
    public void whyItIsProxied() {}
  }

  @Configuration(proxyBeanMethods = false)
  @EnableTransactionManagement(proxyTargetClass = true)
  static class ProxyClasses {}

  private final ApplicationContextRunner billing =
      FoliotRunner.billing()
          .withUserConfiguration(ProxyClasses.class)
          .withPropertyValues("foliot.packages=" + Billing.PACKAGE + "," + CloseAccount.PACKAGE);

  @Test
  void namesThoseThatAProxyCannotOverride() {
    billing
        .withBean(Events.class)
        .withBean(Commands.class)
        .withBean(Queries.class)
        .withBean(Projects.class)
        .withBean(Upcasters.class)
        .run(
            context ->
                assertThat(((WiringException) FoliotRunner.analysis(context).getCause()).problems())
                    .contains(
                        problem(Above.Events.class, "on", Events.class, "."),
                        problem(Above.Events.class, "failed", Events.class, "."),
                        problem(Above.Commands.class, "close", Commands.class, "."),
                        problem(Above.Queries.class, "of", Queries.class, "."),
                        problem(Above.Projects.class, "on", Projects.class, "."),
                        problem(Upcasters.class, "opened", Upcasters.class, ", or static.")));
  }

  private static String problem(Class<?> written, String method, Class<?> bean, String end) {
    return "%s.%s is package-private, but %s".formatted(written.getName(), method, bean.getName())
        + PROXIED
        + end;
  }

  @Test
  void callsThemOnBeansWithoutAProxy() {
    billing.withBean(Unproxied.class).withBean(UnproxiedCommands.class).run(this::assertNoted);
  }

  @CommandHandler
  static class UnproxiedCommands extends Above.Commands {}

  @Test
  void callsProtectedOnesBehindAProxy() {
    billing
        .withBean(Protected.class)
        .withBean(UnproxiedCommands.class)
        .run(
            context -> {
              assertThat(AopUtils.isCglibProxy(context.getBean(Protected.class))).isTrue();
              assertNoted(context);
            });
  }

  private void assertNoted(AssertableApplicationContext context) {
    Domain domain = context.getBean(Domain.class);
    domain.process(new OpenAccount("a"));
    domain.process(new Deposit("a", 1));
    domain.process(new CloseAccount("a"));
    Engine.inTestMode(domain).run();

    assertThat(context.getBeansOfType(Above.Noting.class).values())
        .flatExtracting(Above.Noting::notes)
        .containsExactlyInAnyOrder("deposited", "closed");
  }
}
