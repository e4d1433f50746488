package dev.foliot.test.shop;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Engine;
import dev.foliot.message.IdGenerator;
import dev.foliot.test.EngineTest;
import dev.foliot.test.Flow;
import dev.foliot.test.SyncFlowTest;
import dev.foliot.test.TestClock;
import dev.foliot.test.shop.ShopApplication.OpeningHours;
import dev.foliot.time.MicrosecondClock;
import java.time.Clock;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContextManager;

/** The application contexts of annotated tests. */
class ContextsIntegrationTests {
  @SyncFlowTest(properties = "foliot.sync.max-depth=7")
  static class WithProperties {}

  @SyncFlowTest(properties = "foliot.sync.max-depth=7", keep = "product")
  static class WithTheSameProperties {}

  @SyncFlowTest
  @EngineTest
  static class Undecided {}

  private static ApplicationContext contextOf(Class<?> test) {
    return new TestContextManager(test).getTestContext().getApplicationContext();
  }

  @Test
  void areSharedWhateverIsKept() {
    assertThat(contextOf(OrderFlowIntegrationTests.class))
        .isSameAs(contextOf(FlowIntegrationTests.class))
        .isSameAs(contextOf(KeptTablesIntegrationTests.KeepsProducts.class))
        .isSameAs(contextOf(CleanDatabaseIntegrationTests.WithinAnother.class));
    assertThat(contextOf(OrderFlowAsyncIntegrationTests.class))
        .isSameAs(contextOf(EngineFlowIntegrationTests.class));
    assertThat(contextOf(WithProperties.class)).isSameAs(contextOf(WithTheSameProperties.class));
  }

  @Test
  void differByLevelAndProperties() {
    assertThat(contextOf(OrderFlowIntegrationTests.class))
        .isNotSameAs(contextOf(OrderFlowAsyncIntegrationTests.class))
        .isNotSameAs(contextOf(WithProperties.class));
  }

  @ParameterizedTest
  @ValueSource(classes = {OrderFlowIntegrationTests.class, OrderFlowAsyncIntegrationTests.class})
  void haveOneClockForEverybody(Class<?> test) {
    ApplicationContext context = contextOf(test);
    TestClock clock = context.getBean(TestClock.class);

    assertThat(context.getBean(Clock.class)).isSameAs(clock);
    assertThat(context.getBean("clock")).isSameAs(clock);
    assertThat(context.getBean(OpeningHours.class).clock()).isSameAs(clock);
    assertThat(context.getBean(MicrosecondClock.class).source()).isSameAs(clock);
    assertThat(context.getBean(IdGenerator.class).next()).isNotNull();
  }

  @Test // R37
  void differFromTheApplicationInClockAndEngineOnly() {
    ApplicationContext application = contextOf(ProductionEngineIntegrationTests.class);
    ApplicationContext test = contextOf(OrderFlowAsyncIntegrationTests.class);

    assertThat(test.getBeanDefinitionNames())
        .contains(
            Arrays.stream(application.getBeanDefinitionNames())
                .filter(name -> name.startsWith("dev.foliot") || name.startsWith("foliot"))
                .toArray(String[]::new));
    assertThat(test.getEnvironment().getProperty("foliot.engine.enabled")).isEqualTo("false");
    assertThat(test.getEnvironment().getProperty("foliot.event-processing")).isEqualTo("async");
  }

  @Test
  void ofOtherTestsAreLeftAlone() {
    ApplicationContext application = contextOf(ProductionEngineIntegrationTests.class);

    assertThat(application.getBeansOfType(Flow.class)).isEmpty();
    assertThat(application.getBean(Clock.class)).isNotInstanceOf(TestClock.class);
    assertThat(application.getBean(Engine.class)).isNotNull();
    assertThat(ProductionEngineIntegrationTests.class).hasAnnotation(SpringBootTest.class);
  }

  @Test
  void areOfOneLevel() {
    assertThatThrownBy(() -> new TestContextManager(Undecided.class))
        .hasStackTraceContaining("is both a @SyncFlowTest and an @EngineTest");
  }
}
