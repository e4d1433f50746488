package dev.foliot.test;

import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.launcher.LauncherDiscoveryListener;
import org.junit.platform.launcher.LauncherDiscoveryRequest;

/**
 * Lets JUnit find {@link FailUnfinished}, and no other extension, in tests without any annotation:
 * a scenario needs none. A project that configures the detection of extensions keeps its own
 * configuration.
 */
public final class DetectUnfinished implements LauncherDiscoveryListener {
  private static final String ENABLED = "junit.jupiter.extensions.autodetection.enabled";
  private static final String INCLUDE = "junit.jupiter.extensions.autodetection.include";

  /** Made by JUnit. */
  public DetectUnfinished() {}

  /** JUnit reads both keys after this call, among others from the system properties. */
  @Override
  public void launcherDiscoveryStarted(LauncherDiscoveryRequest request) {
    ConfigurationParameters configured = request.getConfigurationParameters();
    if (configured.get(ENABLED).isEmpty() && configured.get(INCLUDE).isEmpty()) {
      System.setProperty(ENABLED, "true");
      System.setProperty(INCLUDE, FailUnfinished.class.getName());
    }
  }
}
