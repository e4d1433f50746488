package dev.foliot.workflow.autoconfigure;

import dev.foliot.autoconfigure.FoliotAutoConfiguration;
import dev.foliot.commandline.Subcommand;
import dev.foliot.engine.EngineNode;
import dev.foliot.eventstore.SchemaScript;
import dev.foliot.message.MessageJson;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.commandline.WorkflowCommand;
import dev.foliot.workflow.run.CallbackValue;
import org.apiguardian.api.API;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Workflows on Foliot's engine, in the application's database. It applies only if Foliot's own
 * beans exist.
 *
 * @hidden
 */
@AutoConfiguration(after = FoliotAutoConfiguration.class)
@ConditionalOnBean(EngineNode.class)
@EnableConfigurationProperties({WorkflowProperties.class, EncryptionProperties.class})
@Import({DomainEventsConfiguration.class, RunsConfiguration.class})
@API(status = API.Status.INTERNAL)
public final class FoliotWorkflowAutoConfiguration {
  @Bean
  SchemaScript foliotWorkflowTables() {
    return new SchemaScript("foliot-workflow");
  }

  @Bean
  Subcommand foliotWorkflowCommand(
      ObjectProvider<Workflows> workflows, ObjectProvider<MessageJson> json) {
    return new WorkflowCommand(workflows::getObject, () -> new CallbackValue(json.getObject()));
  }
}
