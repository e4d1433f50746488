package com.example.library;

import dev.foliot.command.Command;

@Command
public record AddBook(String isbn, String title) {}
