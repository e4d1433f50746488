package dev.foliot.test.rental;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class RentalApplication {}
