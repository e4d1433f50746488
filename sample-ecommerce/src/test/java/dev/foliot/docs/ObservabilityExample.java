package dev.foliot.docs;

// docs: convention
import dev.foliot.observation.DeliveryContext;
import dev.foliot.observation.DeliveryConvention;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.GlobalObservationConvention;
// docs: end
import org.springframework.context.annotation.Bean;

/** Code of the page about observability. */
class ObservabilityExample {
  // docs: convention
  @Bean
  GlobalObservationConvention<DeliveryContext> deliveries() {
    return new DeliveryConvention() {
      @Override
      public KeyValues getLowCardinalityKeyValues(DeliveryContext context) {
        return super.getLowCardinalityKeyValues(context).and("team", "shop");
      }
    };
  }
  // docs: end
}
