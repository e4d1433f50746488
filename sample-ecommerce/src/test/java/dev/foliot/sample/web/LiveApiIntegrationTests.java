package dev.foliot.sample.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.foliot.Domain;
import dev.foliot.autoconfigure.web.ServerSentEvents;
import dev.foliot.sample.ShopApplication;
import dev.foliot.sample.catalog.AddProduct;
import dev.foliot.sample.inventory.ReceiveStock;
import dev.foliot.sample.inventory.WriteOffStock;
import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.order.PlaceOrder;
import dev.foliot.workflow.Workflows;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Live changes over a real port, with the engine on its threads and a clock that goes on. */
class LiveApiIntegrationTests {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static ConfigurableApplicationContext shop;
  private static final Logger ROOT = (Logger) LoggerFactory.getLogger("ROOT");
  private static final ListAppender<ILoggingEvent> LOGGED = new ListAppender<>();
  private static final List<String> STREAMS =
      List.of("dev.foliot", "org.apache.catalina", "org.apache.coyote", "org.springframework.web");

  @BeforeAll
  static void startShop() {
    shop = start();
    LOGGED.start();
    ROOT.addAppender(LOGGED);
  }

  /** A server that shuts down gracefully waits for all responses, which must end by themselves. */
  @AfterAll
  static void endOfTheShopEndsStreamsWithoutAnError() throws IOException {
    sell("dial", 1);
    shop.getBean(Domain.class)
        .process(
            new PlaceOrder(
                "ord-dial", "cust-1", new BigDecimal("5.00"), List.of(new OrderLine("dial", 1))));
    Workflows workflows = shop.getBean(Workflows.class);
    await().atMost(LONG).until(() -> workflows.show("fulfilment-ord-dial").isPresent());
    try (Client client = new Client("/api/orders/ord-none/live");
        Client fulfilment = new Client("/api/orders/ord-dial/fulfilment/live")) {
      client.event();
      assertThat(fulfilment.event()).isEqualTo("data:{\"text\":\"Waits for the carrier\"}");

      long begin = System.nanoTime();
      shop.close();
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .as("less than the time that a graceful shutdown waits for responses")
          .isLessThan(LONG);

      assertThat(client.next("no such line")).isEqualTo("the end of the response");
      assertThat(fulfilment.next("event:end")).isEqualTo("the end of the response");
    } finally {
      ROOT.detachAppender(LOGGED);
    }
    assertThat(LOGGED.list)
        .filteredOn(each -> each.getLevel().isGreaterOrEqual(Level.WARN) && isOfStreams(each))
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
  }

  /** Others may warn on a slow machine, such as a pool of connections, or a late heartbeat. */
  private static boolean isOfStreams(ILoggingEvent logged) {
    String logger = logged.getLoggerName();
    return STREAMS.stream().anyMatch(logger::startsWith) && !logger.endsWith(".Heartbeat");
  }

  private static ConfigurableApplicationContext start() {
    return new SpringApplicationBuilder(ShopApplication.class)
        .properties(
            "server.port=0",
            "spring.lifecycle.timeout-per-shutdown-phase=5m",
            "spring.datasource.generate-unique-name=true",
            "spring.datasource.hikari.connection-init-sql=set lock_timeout = 120000",
            "spring.main.banner-mode=off",
            "spring.main.lazy-initialization=true",
            "springdoc.api-docs.enabled=false",
            "springdoc.swagger-ui.enabled=false",
            "shop.seed=false",
            "foliot.live.heartbeat=50ms",
            "foliot.live.min-interval=1ms")
        .run();
  }

  private static int port() {
    return shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  /** A browser's EventSource, as far as a test needs it. */
  private static final class Client implements Closeable {
    private final Socket socket;
    private final BufferedReader lines;

    Client(String path) throws IOException {
      socket = new Socket("localhost", port());
      socket.setSoTimeout((int) LONG.toMillis());
      String request = "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";
      socket.getOutputStream().write(request.formatted(path).getBytes(StandardCharsets.US_ASCII));
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The next line that has the text; comments and headers are lines, too. */
    String next(String text) throws IOException {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains(text)) {
          return line;
        }
      }
      return "the end of the response";
    }

    String event() throws IOException {
      return next("data:");
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static int connected() {
    return shop.getBean(ServerSentEvents.class).connected();
  }

  private static void sell(String productId, int quantity) {
    Domain domain = shop.getBean(Domain.class);
    domain.process(new AddProduct(productId, productId, new BigDecimal("5.00")));
    domain.process(new ReceiveStock(productId, quantity, "main"));
  }

  @Test
  void streamBeginsWithThePresentRowsAndFollowsTheirChanges() throws IOException {
    sell("lens", 7);
    try (Client client = new Client("/api/stock/live")) {
      assertThat(client.next("Content-Type")).contains("text/event-stream");
      String event = client.event();
      while (!event.contains("\"available\":7")) {
        event = client.event();
      }
      assertThat(event).contains("\"id\":\"lens\"", "\"productId\":\"lens\"");

      shop.getBean(Domain.class).process(new WriteOffStock("lens", 2, "broken"));

      assertThat(client.event()).contains("\"id\":\"lens\"", "\"available\":5");
    }
    try (Client again = new Client("/api/stock/live")) {
      assertThat(again.event()).as("a client that connects again").contains("\"available\":5");
    }
  }

  @Test
  void orderThatIsNotThereIsNull() throws IOException {
    try (Client client = new Client("/api/orders/ord-none/live")) {
      assertThat(client.event()).isEqualTo("data:{\"id\":\"ord-none\",\"row\":null}");
    }
  }

  @Test
  void clientThatHasGoneIsNoticedWithoutAnError() throws IOException {
    Client client = new Client("/api/orders/ord-none/live");
    client.event();
    assertThat(client.next(":")).as("a heartbeat").startsWith(":");
    assertThat(connected()).isPositive();

    client.close();

    await().atMost(LONG).until(() -> connected() == 0);
  }
}
