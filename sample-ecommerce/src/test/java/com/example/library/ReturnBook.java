package com.example.library;

import dev.foliot.command.Command;

@Command
public record ReturnBook(String isbn) {}
