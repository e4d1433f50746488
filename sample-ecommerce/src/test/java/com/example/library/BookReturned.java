package com.example.library;

import dev.foliot.event.DomainEvent;

@DomainEvent
public record BookReturned(String isbn) {}
