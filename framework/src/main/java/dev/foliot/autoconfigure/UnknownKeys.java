package dev.foliot.autoconfigure;

import dev.foliot.failure.Causes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Refuses keys below {@code foliot} that nothing reads: with a misspelt key the application would
 * run on a default. System properties and environment variables belong to other programs too, so an
 * unknown one only causes a warning.
 */
final class UnknownKeys {
  private static final Logger LOG = LoggerFactory.getLogger(UnknownKeys.class);

  /**
   * The variables that Kubernetes sets for a service named foliot, and the keys of the test
   * starter.
   */
  private static final Pattern OF_OTHERS =
      Pattern.compile("FOLIOT_(SERVICE_|PORT|TEST_POSTGRES_).*");

  private final ConfigurableEnvironment environment;

  UnknownKeys(ConfigurableEnvironment environment) {
    this.environment = environment;
  }

  /**
   * @throws UnknownPropertyException naming each unknown key, and the keys that exist beside it
   */
  void check() {
    warnOfVariables();
    for (ConfigurationProperty each : unbound(UnknownKeys::isSystemProperties)) {
      if (!KnownKeys.isOfJvm(each.getName())) {
        LOG.warn("The system property {}", describe(each));
      }
    }
    List<ConfigurationProperty> unknown = unbound(new UnboundElementsSourceFilter());
    if (!unknown.isEmpty()) {
      throw new UnknownPropertyException(
          unknown.stream().map(each -> each.getName().toString()).toList(),
          unknown.stream().map(each -> "The property " + describe(each)).toList());
    }
  }

  private static boolean isSystemProperties(ConfigurationPropertySource source) {
    return source.getUnderlyingSource() instanceof PropertySource<?> it
        && it.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
  }

  private List<ConfigurationProperty> unbound(
      Function<ConfigurationPropertySource, Boolean> sources) {
    NoUnboundElementsBindHandler handler =
        new NoUnboundElementsBindHandler(BindHandler.DEFAULT, sources);
    try {
      Binder.get(environment).bind("foliot", Bindable.of(FoliotProperties.class), handler);
      return List.of();
    } catch (RuntimeException e) {
      List<ConfigurationProperty> unbound = new ArrayList<>(unboundIn(e));
      unbound.removeIf(each -> KnownKeys.isReadElsewhere(each.getName()));
      return unbound;
    }
  }

  private static Set<ConfigurationProperty> unboundIn(RuntimeException failure) {
    if (failure instanceof UnboundConfigurationPropertiesException direct) {
      return direct.getUnboundProperties();
    }
    if (Causes.direct(failure) instanceof UnboundConfigurationPropertiesException wrapped) {
      return wrapped.getUnboundProperties();
    }
    throw failure;
  }

  private static String describe(ConfigurationProperty unknown) {
    String key =
        unknown.getName() + (unknown.getOrigin() == null ? "" : " (" + unknown.getOrigin() + ")");
    return KnownKeys.isOfJvm(unknown.getName())
        ? "%s is read from the system properties only. Remove it, and start the tests with -D%s=…"
            .formatted(key, unknown.getName())
        : "%s is unknown; %s. Correct it, or remove it."
            .formatted(key, KnownKeys.nextTo(unknown.getName()));
  }

  private void warnOfVariables() {
    PropertySource<?> variables =
        environment
            .getPropertySources()
            .get(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
    if (!(variables instanceof EnumerablePropertySource<?> all)) {
      return;
    }
    for (String variable : all.getPropertyNames()) {
      if (variable.startsWith("FOLIOT_")
          && !OF_OTHERS.matcher(variable).matches()
          && !KnownKeys.mayBeMeantBy(variable)) {
        LOG.warn(
            "The environment variable {} is not a property of Foliot. The guide lists all properties: correct the name, or remove the variable",
            variable);
      }
    }
  }
}
