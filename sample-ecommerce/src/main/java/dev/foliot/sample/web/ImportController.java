package dev.foliot.sample.web;

import dev.foliot.sample.imports.ImportReport;
import dev.foliot.sample.imports.OrderImport;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@Tag(name = "imports")
@RestController
@RequestMapping("/api/imports/orders")
class ImportController {
  private final OrderImport orders;

  ImportController(OrderImport orders) {
    this.orders = orders;
  }

  @Operation(summary = "Import a file of orders, sent as a form")
  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ImportReport form(@RequestParam MultipartFile file) throws IOException {
    return text(file.getInputStream());
  }

  @Operation(summary = "Import a file of orders, sent as it is")
  @PostMapping(consumes = "text/csv")
  ImportReport text(InputStream file) throws IOException {
    try (var reader = new InputStreamReader(file, StandardCharsets.UTF_8)) {
      return orders.run(reader);
    }
  }
}
