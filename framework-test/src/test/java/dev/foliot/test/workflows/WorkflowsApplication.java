package dev.foliot.test.workflows;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class WorkflowsApplication {}
