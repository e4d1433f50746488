package dev.foliot.autoconfigure;

import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.MessageJson;
import dev.foliot.projection.DocumentParts;
import dev.foliot.projection.Documents;
import dev.foliot.projection.ExplainMissingRow;
import dev.foliot.projection.ProjectionTables;
import dev.foliot.projection.ProjectorTables;
import dev.foliot.projection.Staleness;
import dev.foliot.unitofwork.Transactions;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** The projections that are stored as JSON documents, or by SQL. */
@Configuration(proxyBeanMethods = false)
class DocumentsConfiguration {
  @Bean
  Documents foliotDocuments(
      DataSource dataSource,
      Transactions transactions,
      MessageJson json,
      ObjectProvider<ExplainMissingRow> missing,
      ObjectProvider<Staleness> staleness,
      ScannedTypes scanned) {
    return new Documents(
        new DocumentParts(dataSource, transactions, json, missing::getObject, staleness::getObject),
        scanned.projections());
  }

  @Bean
  ProjectionTables foliotTablesOfDocuments(Documents documents) {
    return documents::tablesOf;
  }

  @Bean
  ProjectorTables foliotTablesOfProjectors(HandlerRegistry handlers) {
    return new ProjectorTables(handlers);
  }

  /** Runs when all beans exist, so that migrations of the application have run. */
  @Bean
  @Lazy(false)
  SmartInitializingSingleton foliotDocumentTables(
      Documents documents, DataSource dataSource, FoliotProperties properties) {
    return () -> documents.prepareTables(FoliotAutoConfiguration.creates(dataSource, properties));
  }
}
