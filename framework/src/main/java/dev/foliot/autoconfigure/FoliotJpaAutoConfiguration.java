package dev.foliot.autoconfigure;

import dev.foliot.aggregate.JpaAggregates;
import dev.foliot.projection.EntityRowsByIds;
import dev.foliot.projection.EntityTables;
import dev.foliot.projection.EntityViews;
import dev.foliot.projection.ExplainMissingRow;
import dev.foliot.projection.Staleness;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.Session;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;

/** State-stored aggregates and projections in the application's JPA, if it has one. */
@AutoConfiguration(
    afterName = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration")
@ConditionalOnClass({EntityManagerFactory.class, Session.class, SharedEntityManagerCreator.class})
@ConditionalOnSingleCandidate(EntityManagerFactory.class)
final class FoliotJpaAutoConfiguration {
  @Bean
  JpaAggregates foliotJpaAggregates(EntityManagerFactory entities) {
    return new JpaAggregates(entities);
  }

  @Bean
  EntityViews foliotEntityViews(
      EntityManagerFactory entities,
      ObjectProvider<ExplainMissingRow> missing,
      ObjectProvider<Staleness> staleness) {
    return new EntityViews(entities, missing::getObject, staleness::getObject);
  }

  @Bean
  EntityTables foliotEntityTables(EntityManagerFactory entities) {
    return new EntityTables(entities);
  }

  @Bean
  EntityRowsByIds foliotEntityRowsByIds(EntityManagerFactory entities) {
    return new EntityRowsByIds(
        entities, SharedEntityManagerCreator.createSharedEntityManager(entities));
  }
}
