package dev.foliot.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Foliot in a test slice such as {@code @DataJpaTest}, which leaves out the application's
 * components: aggregates and their events are stored, missing handlers are not reported, and no
 * engine runs. The slices import it, the application does not.
 */
@AutoConfiguration
final class FoliotSliceAutoConfiguration {
  /** Marks a context that is not the whole application. */
  static final class Slice {}

  @Bean
  Slice foliotSlice() {
    return new Slice();
  }
}
