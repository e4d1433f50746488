package com.example.library;

import dev.foliot.command.Command;

@Command
public record LendBook(String isbn, String reader) {}
