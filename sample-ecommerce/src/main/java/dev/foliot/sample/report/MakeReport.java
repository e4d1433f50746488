package dev.foliot.sample.report;

import dev.foliot.command.Command;

/** The numbers of the last day are to be written down. */
@Command
public record MakeReport() {}
