package dev.foliot.sample.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.order.PlaceOrder;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderFormatTests {
  private final OrderFormat format = OrderFormat.ofHeader("orderId,customerId,total,lines");

  @Test
  void readsAnOrder() {
    assertThat(format.read("ord-1, cust-7 ,\"99.95\",pendulum:2 loupe:1"))
        .isEqualTo(
            new PlaceOrder(
                "ord-1",
                "cust-7",
                new BigDecimal("99.95"),
                List.of(new OrderLine("pendulum", 2), new OrderLine("loupe", 1))));
  }

  @Test
  void findsItsColumnsByName() {
    OrderFormat other = OrderFormat.ofHeader("\uFEFFlines, total,remark,customerId,orderId");

    assertThat(other.read("pendulum:2,72,\"soon, please\",cust-7,ord-1").orderId())
        .isEqualTo("ord-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          ord-1,cust-7,99.95                   | 3 fields, expected 4
          ord-1,cust-7,99.95,pendulum:2,more   | 5 fields, expected 4
          ord-1,cust-7,much,pendulum:2         | total is "much", expected a number such as 99.95
          ord-1,cust-7,99.95,pendulum          | lines has "pendulum", expected product and quantity such as pendulum:2
          ord-1,cust-7,99.95,pendulum:-1       | lines has "pendulum:-1", expected product and quantity such as pendulum:2
          ord-1,cust-7,99.95,                  | lines has "", expected product and quantity such as pendulum:2
          ord-1,"cust"-7,99.95,pendulum:1      | broken quotation
          ord-1,"cust-7,99.95,pendulum:1       | broken quotation
          """)
  void saysWhyALineIsNoOrder(String line, String reason) {
    assertThatThrownBy(() -> format.read(line))
        .isInstanceOf(BadLineException.class)
        .hasMessage(reason);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "ord-1,cust-7,99.95,pendulum:2",
        "orderId,total,lines",
        "\"orderId",
        "orderId,orderId,customerId,total,lines"
      })
  void refusesAFileWithoutHeader(String line) {
    assertThatThrownBy(() -> OrderFormat.ofHeader(line))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith("The file cannot be imported: its first line is ");
  }
}
