package dev.foliot.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.sample.inventory.Inventory;
import dev.foliot.sample.inventory.ReceiveStock;
import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.order.PlaceOrder;
import dev.foliot.workflow.Workflows;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.SpringProperties;

/** The shop runs on the code that the build generates ahead of time. */
@EnabledIfSystemProperty(named = "spring-boot.aot.skip", matches = "false")
class H2AheadOfTimeIntegrationTests {
  @BeforeEach
  void useGeneratedCode() {
    SpringProperties.setFlag(AotDetector.AOT_ENABLED);
  }

  @AfterEach
  void useNoGeneratedCode() {
    SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
  }

  @Test
  void placesAnOrder() {
    SpringApplication application = new SpringApplication(ShopApplication.class);
    application.setMainApplicationClass(ShopApplication.class); // else it would be that of the test
    String[] arguments = {
      "--server.port=0",
      "--spring.main.banner-mode=off",
      "--spring.datasource.generate-unique-name=true",
      "--spring.datasource.hikari.connection-init-sql=set lock_timeout = 30000",
      "--foliot.event-processing=sync"
    };
    try (ConfigurableApplicationContext shop = application.run(arguments)) {
      Domain domain = shop.getBean(Domain.class);
      domain.process(new ReceiveStock("ahead", 10, "main"));

      domain.process(
          new PlaceOrder(
              "ord-1", "cust-1", new BigDecimal("20.00"), List.of(new OrderLine("ahead", 2))));

      assertThat(inventories(shop).get("ahead").available()).isEqualTo(8);
      assertThat(domain.wiring().handlers()).isNotEmpty();
      assertThat(shop.getBean(Workflows.class).show("fulfilment-ord-1")).isPresent();
    }
  }

  private static AggregateRepository<Inventory> inventories(ConfigurableApplicationContext shop) {
    return shop.<AggregateRepository<Inventory>>getBeanProvider(
            ResolvableType.forClassWithGenerics(AggregateRepository.class, Inventory.class))
        .getObject();
  }
}
