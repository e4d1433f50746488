package dev.foliot.rebuild;

import jakarta.persistence.EntityManagerFactory;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.cfg.AvailableSettings;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/** Hibernate for the {@link Wallets}, as Spring sets it up. */
final class WalletEntities {
  private WalletEntities() {}

  static EntityManagerFactory create(DataSource database, Map<String, ?> settings) {
    var factory = new LocalContainerEntityManagerFactoryBean();
    factory.setDataSource(database);
    factory.setManagedTypes(
        PersistenceManagedTypes.of(
            Wallets.ALL.stream().map(Class::getName).toArray(String[]::new)));
    factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
    Map<String, Object> all = new HashMap<>();
    all.put(AvailableSettings.HBM2DDL_AUTO, "create");
    all.put(AvailableSettings.JAKARTA_HBM2DDL_CREATE_SCHEMAS, true);
    all.putAll(settings);
    factory.setJpaPropertyMap(all);
    factory.afterPropertiesSet();
    return factory.getObject();
  }
}
