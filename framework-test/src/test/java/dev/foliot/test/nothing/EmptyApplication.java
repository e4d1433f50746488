package dev.foliot.test.nothing;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** It has nothing of its own, and neither has its package. */
@EnableAutoConfiguration
public class EmptyApplication {}
