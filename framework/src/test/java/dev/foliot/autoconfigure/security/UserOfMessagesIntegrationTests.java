package dev.foliot.autoconfigure.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.autoconfigure.FoliotRunner;
import dev.foliot.autoconfigure.office.Office;
import dev.foliot.autoconfigure.office.Office.Approve;
import dev.foliot.autoconfigure.office.Office.Approved;
import dev.foliot.autoconfigure.office.Office.Diary;
import dev.foliot.command.CommandReceipt;
import dev.foliot.command.CommandStatus;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.handler.On;
import dev.foliot.message.CurrentUser;
import dev.foliot.projection.Projector;
import dev.foliot.testsupport.TestDatabases;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** The user who caused a message, and what that user may do. */
class UserOfMessagesIntegrationTests {
  private static final String RUN_AS_USER = "foliot.security.run-as-user=true";

  private final ApplicationContextRunner office =
      FoliotRunner.application(Office.class, Office.PACKAGE)
          .withBean(DataSource.class, () -> new DelegatingDataSource(TestDatabases.ofSuite()))
          .withPropertyValues(
              "foliot.schema.initialize=always", "foliot.engine.retry.max-attempts=1");

  /** Notes on whose behalf it is called. */
  @EventHandler(name = "watching")
  public static class Watching {
    private final Diary diary;

    Watching(Diary diary) {
      this.diary = diary;
    }

    @Handle
    void on(Approved event) {
      diary.write("watched by " + who());
    }
  }

  /** Only clerks may seal. */
  @EventHandler(name = "sealing")
  public static class Sealing {
    private final Diary diary;

    Sealing(Diary diary) {
      this.diary = diary;
    }

    @Handle
    @PreAuthorize("hasRole('CLERK')")
    void on(Approved event) {
      diary.write("sealed by " + who());
    }
  }

  /** Notes on whose behalf it is called with several. */
  @Projector(value = Office.Count.class, sequencedBy = "documentId")
  public static class Counting {
    private final Diary diary;

    Counting(Diary diary) {
      this.diary = diary;
    }

    @On
    void on(List<Approved> events) {
      diary.write("counted " + events.size() + " by " + who());
    }
  }

  private static String who() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    return authentication == null ? "nobody" : authentication.getName();
  }

  @Configuration(proxyBeanMethods = false)
  @EnableMethodSecurity
  static class MethodSecurity {
    @Bean
    UserDetailsService users() {
      return new InMemoryUserDetailsManager(
          User.withUsername("clara").password("-").roles("CLERK").build(),
          User.withUsername("gus").password("-").roles("GUEST").build(),
          User.withUsername("dora").password("-").roles("CLERK").disabled(true).build());
    }
  }

  @AfterEach
  void logOut() {
    SecurityContextHolder.clearContext();
  }

  private static void logIn(String name, String... roles) {
    SecurityContextHolder.getContext()
        .setAuthentication(
            UsernamePasswordAuthenticationToken.authenticated(
                name, null, AuthorityUtils.createAuthorityList(roles)));
  }

  private static void process(ApplicationContext context, String id) {
    context.getBean(Domain.class).process(new Approve(id));
  }

  private static void run(ApplicationContext context) {
    Engine.inTestMode(context.getBean(Domain.class)).run();
  }

  private static List<String> diary(ApplicationContext context, String prefix) {
    return context.getBean(Diary.class).lines().stream()
        .filter(line -> line.startsWith(prefix))
        .toList();
  }

  private static void with(ApplicationContextRunner runner, Consumer<ApplicationContext> test) {
    runner.run(test::accept);
  }

  private static String parkedOf(ApplicationContext context, String subscription) {
    var held = context.getBean(Domain.class).subscriptions().held(subscription, 0, 10);
    assertThat(held).hasSize(1);
    return held.get(0).errorClass() + ": " + held.get(0).errorText();
  }

  // ---- the name

  @Test
  void messagesInheritTheUserWhoCausedThem() {
    with(
        office,
        context -> {
          logIn("clara");
          process(context, "d");
          logIn("somebody else");
          run(context);

          assertThat(diary(context, "file")).containsExactly("file d for clara");
        });
  }

  @Test
  void anonymousIsNoUser() {
    with(
        office,
        context -> {
          SecurityContextHolder.getContext()
              .setAuthentication(
                  new AnonymousAuthenticationToken(
                      "key", "anonymous", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS")));
          process(context, "d");
          logOut();
          process(context, "e");
          run(context);

          assertThat(diary(context, "file"))
              .containsExactlyInAnyOrder("file d for null", "file e for null");
        });
  }

  @Test
  void beanOfTheApplicationDecidesWhoTheUserIs() {
    with(
        office.withBean(CurrentUser.class, () -> () -> "u-17"),
        context -> {
          logIn("clara");
          process(context, "d");
          run(context);

          assertThat(diary(context, "file")).containsExactly("file d for u-17");
        });
  }

  // ---- on whose behalf handlers run

  @Test
  void deliveryRunsWithoutAnAuthenticationByDefault() {
    with(
        office.withBean(Watching.class),
        context -> {
          logIn("clara");
          process(context, "d");
          logOut();
          run(context);

          assertThat(diary(context, "watched")).containsExactly("watched by nobody");
        });
  }

  @Test
  void deliveryRunsAsTheUser() {
    with(
        office.withBean(Watching.class).withPropertyValues(RUN_AS_USER),
        context -> {
          logIn("clara");
          process(context, "d");
          logIn("the caller");
          run(context);

          assertThat(diary(context, "watched")).containsExactly("watched by clara");
          assertThat(who()).isEqualTo("the caller");
        });
  }

  @ParameterizedTest
  @CsvSource({"true, true", "on, true", "yes, true", "1, true", "off, false", "no, false"})
  void propertyIsReadAsABoolean(String value, boolean runsAsUser) {
    office
        .withPropertyValues("foliot.security.run-as-user=" + value)
        .run(
            context ->
                assertThat(context.containsBean("foliotRunAsUser"))
                    .as(value)
                    .isEqualTo(runsAsUser));
  }

  @Test
  void messageWithoutAUserRunsWithoutAnAuthentication() {
    with(
        office.withBean(Watching.class).withPropertyValues(RUN_AS_USER),
        context -> {
          process(context, "d");
          logIn("the caller");
          run(context);

          assertThat(diary(context, "watched")).containsExactly("watched by nobody");
          assertThat(who()).isEqualTo("the caller");
        });
  }

  @Test
  void listOfOneUserRunsAsThatUser() {
    with(
        office.withBean(Counting.class).withPropertyValues(RUN_AS_USER),
        context -> {
          logIn("clara");
          process(context, "d");
          process(context, "e");
          run(context);

          assertThat(diary(context, "counted")).containsExactly("counted 2 by clara");
        });
  }

  @Test
  void listOfSeveralUsersRunsWithoutAnAuthentication() {
    with(
        office.withBean(Counting.class).withPropertyValues(RUN_AS_USER),
        context -> {
          logIn("clara");
          process(context, "d");
          logIn("gus");
          process(context, "e");
          run(context);

          assertThat(diary(context, "counted")).containsExactly("counted 2 by nobody");
        });
  }

  @Test
  void synchronousDeliveryRunsAsTheUser() {
    with(
        office
            .withBean(Watching.class)
            .withPropertyValues(RUN_AS_USER, "foliot.event-processing=sync"),
        context -> {
          logIn("clara");
          process(context, "d");

          assertThat(diary(context, "watched")).containsExactly("watched by clara");
          assertThat(who()).isEqualTo("clara");
        });
  }

  // ---- method security

  @Configuration(proxyBeanMethods = false)
  static class Guarded {
    @Bean
    Sealing sealing(Diary diary) {
      return new Sealing(diary);
    }
  }

  private ApplicationContextRunner guarded() {
    return office
        .withUserConfiguration(MethodSecurity.class, Guarded.class)
        .withPropertyValues(RUN_AS_USER);
  }

  @Test
  void deliveryHasTheAuthoritiesOfItsUser() {
    with(
        guarded(),
        context -> {
          logIn("clara");
          process(context, "d");
          logOut();
          run(context);

          assertThat(diary(context, "sealed")).containsExactly("sealed by clara");
        });
  }

  @Test
  void deliveryIsDeniedToAnotherUser() {
    with(
        guarded(),
        context -> {
          logIn("gus", "ROLE_CLERK"); // at that time, and not any more
          process(context, "d");
          logOut();
          run(context);

          assertThat(diary(context, "sealed")).isEmpty();
          assertThat(parkedOf(context, "sealing")).contains("Access Denied");
        });
  }

  @Test
  void deliveryOfAMessageWithoutAUserIsRefused() {
    with(
        guarded(),
        context -> {
          process(context, "d");
          run(context);

          assertThat(parkedOf(context, "sealing"))
              .contains("AuthenticationCredentialsNotFoundException");
        });
  }

  @Test
  void deliveryOnBehalfOfADisabledUserIsRefused() {
    with(
        guarded(),
        context -> {
          logIn("dora");
          process(context, "d");
          logOut();
          run(context);

          assertThat(parkedOf(context, "sealing")).contains("DisabledException");
        });
  }

  @Test
  void synchronousDenialRollsEverythingBack() {
    with(
        guarded().withPropertyValues("foliot.event-processing=sync"),
        context -> {
          logIn("gus");
          assertThatThrownBy(() -> process(context, "d")).isInstanceOf(AccessDeniedException.class);
          assertThat(context.getBean(Domain.class).verifyLog().messages()).isZero();
        });
  }

  @Test
  void processAsksTheCallersAuthorities() {
    with(
        office.withUserConfiguration(MethodSecurity.class),
        context -> {
          Domain domain = context.getBean(Domain.class);
          logIn("gus", "ROLE_GUEST");
          assertThatThrownBy(() -> domain.process(new Office.Shred("d")))
              .isInstanceOf(AccessDeniedException.class);

          logIn("clara", "ROLE_CLERK");
          Object shredded = domain.process(new Office.Shred("d"));
          assertThat(shredded).isEqualTo("d");

          assertThat(diary(context, "shredded")).containsExactly("shredded d");
        });
  }

  @Test
  void submittedCommandRunsWithTheAuthoritiesOfItsUser() {
    with(
        guarded(),
        context -> {
          Domain domain = context.getBean(Domain.class);
          logIn("clara");
          CommandReceipt allowed = domain.submit(new Office.Shred("d"));
          logIn("gus");
          CommandReceipt denied = domain.submit(new Office.Shred("e"));
          logOut();
          run(context);

          assertThat(diary(context, "shredded")).containsOnly("shredded d");
          assertThat(allowed.status()).isEqualTo(CommandStatus.SUCCEEDED);
          assertThat(denied.status()).isEqualTo(CommandStatus.FAILED);
        });
  }
}
