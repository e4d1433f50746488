package dev.foliot.test.levels;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class LevelsApplication {}
