package dev.foliot.sample.web;

import dev.foliot.Domain;
import dev.foliot.consistency.ReadsProjections;
import dev.foliot.sample.catalog.AddProduct;
import dev.foliot.sample.catalog.FindProducts;
import dev.foliot.sample.catalog.ProductDetails;
import dev.foliot.sample.inventory.FindStock;
import dev.foliot.sample.inventory.ReceiveStock;
import dev.foliot.sample.inventory.StockLevel;
import dev.foliot.sample.inventory.WriteOffStock;
import dev.foliot.sample.notification.Email;
import dev.foliot.sample.notification.FindEmails;
import dev.foliot.sample.report.DailyReport;
import dev.foliot.sample.report.FindReports;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Commands come in unchanged: their records declare the constraints. */
@Tag(name = "shop")
@RestController
@RequestMapping("/api")
class ShopController {
  private final Domain domain;

  ShopController(Domain domain) {
    this.domain = domain;
  }

  @Operation(summary = "The catalogue")
  @GetMapping("/products")
  List<ProductDetails> products() {
    return domain.ask(new FindProducts());
  }

  @Operation(summary = "Sell something new")
  @PostMapping("/products")
  @ResponseStatus(HttpStatus.CREATED)
  void add(@RequestBody AddProduct command) {
    domain.process(command);
  }

  @Operation(summary = "What is on the shelves")
  @ReadsProjections(StockLevel.class)
  @GetMapping("/stock")
  List<StockLevel> stock() {
    return domain.ask(new FindStock());
  }

  @Operation(summary = "Receive a delivery")
  @PostMapping("/stock")
  @ResponseStatus(HttpStatus.CREATED)
  void receive(@RequestBody ReceiveStock command) {
    domain.process(command);
  }

  @Operation(summary = "Write off broken or lost stock")
  @PostMapping("/stock/write-offs")
  @ResponseStatus(HttpStatus.CREATED)
  void writeOff(@RequestBody WriteOffStock command) {
    domain.process(command);
  }

  @Operation(summary = "The reports of the last nights, newest first")
  @GetMapping("/reports")
  List<DailyReport> reports(@RequestParam(defaultValue = "50") @Min(1) @Max(1000) int limit) {
    return domain.ask(new FindReports(limit));
  }

  @Operation(summary = "The latest letters to customers, newest first")
  @GetMapping("/emails")
  List<Email> emails(@RequestParam(defaultValue = "50") @Min(1) @Max(1000) int limit) {
    return domain.ask(new FindEmails(limit));
  }
}
