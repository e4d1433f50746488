package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.autoconfigure.billing.Billing;
import dev.foliot.autoconfigure.billing.Billing.Account;
import dev.foliot.autoconfigure.billing.Billing.Deposit;
import dev.foliot.autoconfigure.billing.Billing.Ledger;
import dev.foliot.autoconfigure.billing.Billing.OpenAccount;
import dev.foliot.autoconfigure.upcasting.Upcasting;
import dev.foliot.handler.WiringException;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.UpcastMessage;
import dev.foliot.message.Upcasts;
import dev.foliot.testsupport.TestMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** R38: upcasters are methods of any bean, found once all beans exist. */
@ExtendWith(OutputCaptureExtension.class)
class DiscoverUpcastersTests {
  private static final String HERE = DiscoverUpcastersTests.class.getName() + "$";
  private static final String NOT_CALLED =
      " has @Upcasts methods, but no bean is of this class, so they are never called, and old messages are read with wrong values. Annotate the class with @Component, or move the methods to a bean.";

  /** Of a bean that is there for something else, and has collaborators. */
  static class Merges {
    private final Supplier<String> account;

    Merges(Supplier<String> account) {
      this.account = account;
    }

    @Upcasts(name = "paid-in", from = 1, as = "Deposited")
    private List<UpcastMessage> split(ObjectNode stored, Metadata metadata) {
      List<UpcastMessage> parts = new ArrayList<>();
      for (int i = 0; i < stored.get("times").asInt(); i++) {
        parts.add(UpcastMessage.of("Deposited", 1, deposit(metadata)));
      }
      return parts;
    }

    private ObjectNode deposit(Metadata metadata) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("accountId", account.get())
          .put("cents", metadata.typeVersion());
    }

    @Upcasts(name = "opened", from = 1, to = 1, as = "AccountOpened")
    static ObjectNode rename(ObjectNode stored) {
      return stored.put("accountId", stored.get("id").asString());
    }
  }

  @Test
  void readsThroughMethodsOfAnyBean() {
    FoliotRunner.billing()
        .withBean(Merges.class, () -> new Merges(() -> "a"))
        .run(
            context -> {
              Domain domain = oldEvents(context);

              Engine.inTestMode(domain).run();

              assertThat(context.getBean(Ledger.class).lines()).containsExactly("a 1", "a 1");
              assertThat(domain.repositoryFor(Account.class).get("a").id()).isEqualTo("a");
            });
  }

  private static Domain oldEvents(AssertableApplicationContext context) {
    Domain domain = context.getBean(Domain.class);
    domain.process(new OpenAccount("a"));
    domain.process(new Deposit("a", 7));
    JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
    jdbc.update(
        "update foliot_message set type = 'paid-in', payload = '{\"times\": 2}' where type = 'Deposited'");
    jdbc.update(
        "update foliot_message set type = 'opened', payload = '{\"id\": \"a\"}' where type = 'AccountOpened'");
    return domain;
  }

  @Test
  void findsABeanThatIsLazy() {
    FoliotRunner.billing()
        .withBean(Merges.class, () -> new Merges(() -> "a"), bean -> bean.setLazyInit(true))
        .run(
            context -> {
              Domain domain = oldEvents(context);

              assertThat(domain.repositoryFor(Account.class).get("a").id()).isEqualTo("a");
            });
  }

  static class Wrong {
    @Upcasts(name = "Deposited", from = 1, to = 2)
    ObjectNode tooNew(ObjectNode stored) {
      return stored;
    }

    @Upcasts(name = "shape", from = 1, to = 2)
    String shape(ObjectNode stored) {
      return "";
    }

    @Upcasts(name = "parameter", from = 1, to = 2)
    ObjectNode parameter(String stored) {
      return JsonNodeFactory.instance.objectNode();
    }

    @Upcasts(name = "no-version", from = 1)
    ObjectNode noVersion(ObjectNode stored) {
      return stored;
    }

    @Upcasts(name = "list", from = 1, to = 2)
    List<UpcastMessage> listWithVersion(ObjectNode stored) {
      return List.of();
    }

    @Upcasts(name = "raw", from = 1)
    List<ObjectNode> listOfOthers(ObjectNode stored) {
      return List.of();
    }

    @Upcasts(
        name = "two",
        from = 1,
        to = 2,
        as = {"a", "b"})
    ObjectNode twoNames(ObjectNode stored) {
      return stored;
    }

    @Upcasts(name = "nowhere", from = 1, to = 1, as = "gone")
    static ObjectNode nowhere(ObjectNode stored) {
      return stored;
    }
  }

  @Test
  void namesAllProblemsAtOnce() {
    FoliotRunner.billing()
        .withBean(Wrong.class)
        .run(
            context ->
                assertThat(problems(context))
                    .contains(
                        HERE
                            + "Wrong.listWithVersion returns a list of messages, each with a version of its own. Leave out @Upcasts(to = …).",
                        HERE
                            + "Wrong.noVersion returns one message, so it must name the version of this message: @Upcasts(name = \"no-version\", from = 1, to = 2).",
                        HERE
                            + "Wrong.twoNames returns one message, so it can name only one type in @Upcasts(as = …). Return a List<UpcastMessage>, or name one.",
                        "Wrong.tooNew upcasts event Deposited version 1, but "
                            + Billing.Deposited.class.getName()
                            + " is declared with version 1, so messages of the current version would be converted too. Raise the version of the class, or remove the class if the type is gone.")
                    .anySatisfy(
                        problem ->
                            assertThat(problem)
                                .startsWith("Wrong.nowhere makes event gone of event nowhere"))
                    .filteredOn(
                        problem ->
                            problem.contains(
                                " must take an ObjectNode (tools.jackson.databind.node), may take Metadata second, and must return an ObjectNode or a List<UpcastMessage>: it is annotated with @Upcasts."))
                    .extracting(problem -> problem.substring(0, problem.indexOf(" must")))
                    .containsExactlyInAnyOrder(
                        HERE + "Wrong.shape",
                        HERE + "Wrong.parameter",
                        HERE + "Wrong.listOfOthers"));
  }

  private static List<String> problems(AssertableApplicationContext context) {
    return ((WiringException) FoliotRunner.analysis(context).getCause()).problems();
  }

  @Transactional
  static class Proxied {
    @Upcasts(name = "opened", from = 1, to = 1, as = "AccountOpened")
    final ObjectNode hidden(ObjectNode stored) {
      return stored;
    }

    @Upcasts(name = "opened", from = 2, to = 1, as = "AccountOpened")
    ObjectNode visible(ObjectNode stored) {
      return stored;
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableTransactionManagement(proxyTargetClass = true)
  static class ProxyClasses {}

  @Test
  void namesMethodsThatAProxyHides() {
    FoliotRunner.billing()
        .withUserConfiguration(ProxyClasses.class)
        .withBean(Proxied.class)
        .run(
            context ->
                assertThat(problems(context))
                    .containsExactly(
                        HERE
                            + "Proxied.hidden is private or final, but its bean is proxied, so the call would miss the bean's fields. Make it package-private and not final, or static.",
                        "Event opened has upcasters, but none from version 1, and no class has this name; known are [AccountClosed, AccountOpened, Deposited, StatementPrinted]. Correct the name, or, if the type is gone, add a method with @Upcasts(name = \"opened\", from = 1, as = …)."));
  }

  // The upcasters of these classes are ignored, and the first version is misread
  @Test
  void warnsOfUpcastersThatAreNotBeans(CapturedOutput output) {
    upcasting().run(context -> assertThat(context).hasNotFailed());

    assertThat(output)
        .containsOnlyOnce(Upcasting.Above.class.getName() + NOT_CALLED)
        .containsOnlyOnce(Upcasting.Weighed.class.getName() + NOT_CALLED)
        .doesNotContain(Upcasting.Elsewhere.class.getName());
  }

  @Test
  void takesUpcastersOfASubclass(CapturedOutput output) {
    upcasting().withBean(Upcasting.Below.class).run(context -> assertThat(context).hasNotFailed());

    assertThat(output)
        .doesNotContain(Upcasting.Above.class.getName())
        .contains(Upcasting.Weighed.class.getName() + NOT_CALLED);
  }

  /** As Spring Boot's filter for the classes within tests. */
  static class LeavesOutAll extends TypeExcludeFilter {
    @Override
    public boolean match(MetadataReader type, MetadataReaderFactory others) {
      return true;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  @Test
  void ignoresClassesThatSpringLeavesOut(CapturedOutput output) {
    upcasting()
        .withInitializer(
            context -> context.getBeanFactory().registerSingleton("filter", new LeavesOutAll()))
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(output).doesNotContain(NOT_CALLED);
  }

  private static ApplicationContextRunner upcasting() {
    return FoliotRunner.empty().withPropertyValues("foliot.packages=" + Upcasting.PACKAGE);
  }

  /** Reads while the application is being put together. */
  static class TooEarly {
    TooEarly(MessageJson json) {
      Metadata old = TestMetadata.of(UUID.randomUUID(), "opened");
      new RecordedMessage(
              1, MessageKind.EVENT, "account", "a", 1, Lane.PRIMARY, false, old, "{}", json)
          .payload();
    }
  }

  @Test
  void refusesToReadOldMessagesBeforeUpcastersAreKnown() {
    FoliotRunner.billing()
        .withBean(TooEarly.class)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessage(
                        "A message of an earlier version, or of an unknown type, cannot be read yet: the application's upcasters are known when all beans exist. Read it later, for example in an ApplicationRunner instead of a constructor or @PostConstruct method."));
  }
}
