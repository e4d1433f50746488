package dev.foliot.autoconfigure;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.personaldata.AesGcm;
import dev.foliot.personaldata.CachedKeys;
import dev.foliot.personaldata.DataKeyTable;
import dev.foliot.personaldata.ForgetSubject;
import dev.foliot.personaldata.PersonalDataKeys;
import dev.foliot.personaldata.SealTexts;
import dev.foliot.personaldata.SubjectTraces;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.unitofwork.Transactions;
import java.security.SecureRandom;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The keys of data subjects, their encryption and their destruction. */
@Configuration(proxyBeanMethods = false)
class PersonalDataConfiguration {
  /** Random bytes that cannot be guessed. */
  static SecureRandom random() {
    return new SecureRandom();
  }

  @Bean
  @ConditionalOnMissingBean
  PersonalDataKeys foliotPersonalDataKeys(
      DataSource dataSource, FoliotSchema schema, MicrosecondClock clock) {
    return new DataKeyTable(new JdbcTemplate(dataSource), schema, random(), clock);
  }

  @Bean
  CachedKeys foliotCachedKeys(PersonalDataKeys keys, FoliotProperties properties) {
    FoliotProperties.KeyCache cache = properties.personalData().keyCache();
    return new CachedKeys(keys, cache.maxEntries(), cache.expireAfter(), Ticker.systemTicker());
  }

  /** For the modules. */
  @Bean
  AesGcm foliotAesGcm() {
    return new AesGcm(random());
  }

  @Bean
  SealTexts foliotSealTexts(CachedKeys keys) {
    return new SealTexts(keys, random());
  }

  @Bean
  ForgetSubject foliotForgetSubject(
      CachedKeys keys, ObjectProvider<SubjectTraces> traces, Transactions transactions) {
    return new ForgetSubject(keys, traces.orderedStream().toList(), transactions);
  }
}
