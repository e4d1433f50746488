package dev.foliot.commandline;

import dev.foliot.eventstore.SchemaInitializer;
import dev.foliot.operation.Subscriptions;
import dev.foliot.outbox.Outbox;
import dev.foliot.process.Processes;
import dev.foliot.rebuild.Rebuilds;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Turns an application whose first argument is {@code foliot} into a command for operators. The
 * needed beans exist, but nothing starts: no web server, no engine, no lifecycle bean, no scheduled
 * job and no runner of the application; nothing migrates a schema. Other output goes to the
 * standard error, so that the standard output has only the answer. Then the process ends.
 */
final class RunFoliotCommand implements SpringApplicationRunListener, Ordered {
  private static final Map<String, Object> NOTHING_STARTS =
      Map.ofEntries(
          Map.entry("spring.main.web-application-type", "none"),
          Map.entry("spring.main.lazy-initialization", "true"),
          Map.entry("spring.main.keep-alive", "false"),
          Map.entry("spring.main.banner-mode", "off"),
          Map.entry("spring.main.log-startup-info", "false"),
          Map.entry("logging.level.root", "warn"),
          Map.entry("foliot.engine.enabled", "false"),
          Map.entry("foliot.schema.initialize", "never"),
          Map.entry("spring.jpa.hibernate.ddl-auto", "none"),
          Map.entry("spring.sql.init.mode", "never"),
          Map.entry("spring.flyway.enabled", "false"),
          Map.entry("spring.liquibase.enabled", "false"));

  private final boolean command;
  private PrintStream out = System.out;

  RunFoliotCommand(SpringApplication application, String[] arguments) {
    this.command = CommandLine.isCommand(arguments);
  }

  /** The order: before the runners that set up the log. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public void starting(ConfigurableBootstrapContext bootstrap) {
    if (command) {
      out = System.out;
      System.setOut(System.err);
    }
  }

  @Override
  public void environmentPrepared(
      ConfigurableBootstrapContext bootstrap, ConfigurableEnvironment environment) {
    if (command) {
      environment
          .getPropertySources()
          .addFirst(new MapPropertySource("foliotCommand", new HashMap<>(NOTHING_STARTS)));
    }
  }

  @Override
  public void contextPrepared(ConfigurableApplicationContext context) {
    if (command) {
      context
          .getBeanFactory()
          .registerSingleton(
              AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME, new LeaveStopped());
      context.addApplicationListener(new RunAndExit(context, out));
    }
  }

  /** Starts no bean. */
  private static final class LeaveStopped implements LifecycleProcessor {
    @Override
    public void onRefresh() {}

    @Override
    public void onClose() {}

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public boolean isRunning() {
      return false;
    }
  }

  /**
   * The first listener of the event that Spring sends when all beans exist; no other listener gets
   * it.
   */
  private record RunAndExit(ApplicationContext context, PrintStream out)
      implements ApplicationListener<ContextRefreshedEvent>, Ordered {
    @Override
    public int getOrder() {
      return HIGHEST_PRECEDENCE;
    }

    @Override
    public void onApplicationEvent(ContextRefreshedEvent event) {
      if (event.getApplicationContext() == context) {
        int code = run();
        out.flush();
        System.exit(SpringApplication.exit(context, () -> code));
      }
    }

    private int run() {
      CommandLine line = new CommandLine(context.getBean(ApplicationArguments.class));
      List<Subcommand> others = context.getBeanProvider(Subcommand.class).orderedStream().toList();
      if (FoliotCommand.asksForHelp(line)) {
        out.print(FoliotCommand.help(others)); // also if the database is unavailable or empty
        return FoliotCommand.DONE;
      }
      context.getBean(SchemaInitializer.class).verify();
      return new FoliotCommand(
              context.getBean(Subscriptions.class),
              context.getBean(Outbox.class),
              context.getBean(Processes.class),
              context.getBean(Rebuilds.class),
              others,
              new FoliotCommand.Terminal(
                  out, System.err, System.getProperty("user.name", "unknown")))
          .run(line);
    }
  }
}
