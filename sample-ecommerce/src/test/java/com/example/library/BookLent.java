package com.example.library;

import dev.foliot.event.DomainEvent;

@DomainEvent
public record BookLent(String isbn, String reader) {}
