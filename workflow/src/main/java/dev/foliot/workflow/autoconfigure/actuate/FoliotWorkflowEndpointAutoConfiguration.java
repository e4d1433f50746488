package dev.foliot.workflow.autoconfigure.actuate;

import dev.foliot.message.MessageJson;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.autoconfigure.FoliotWorkflowAutoConfiguration;
import dev.foliot.workflow.run.CallbackValue;
import org.apiguardian.api.API;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * The endpoint {@code foliotworkflows}, if the application exposes it.
 *
 * @hidden
 */
@AutoConfiguration(after = FoliotWorkflowAutoConfiguration.class)
@ConditionalOnClass({WebEndpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(Workflows.class)
@API(status = API.Status.INTERNAL)
public final class FoliotWorkflowEndpointAutoConfiguration {
  @Bean
  @ConditionalOnAvailableEndpoint(FoliotWorkflowsEndpoint.class)
  FoliotWorkflowsEndpoint foliotWorkflowsEndpoint(Workflows workflows, MessageJson json) {
    return new FoliotWorkflowsEndpoint(workflows, new CallbackValue(json));
  }
}
