package dev.foliot.test.rebuilds;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class RebuildsApplication {}
