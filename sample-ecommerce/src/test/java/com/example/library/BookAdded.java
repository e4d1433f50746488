package com.example.library;

import dev.foliot.event.DomainEvent;

@DomainEvent
public record BookAdded(String isbn, String title) {}
