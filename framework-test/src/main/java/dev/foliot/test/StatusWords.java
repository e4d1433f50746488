package dev.foliot.test;

import dev.foliot.process.ProcessStatus;
import java.util.Optional;

/** The status of an instance of a process, in the words of a sentence. */
final class StatusWords {
  private StatusWords() {}

  /** After <i>should</i>. */
  static String expected(ProcessStatus status) {
    return switch (status) {
      case EARLY -> "wait for its start";
      case RUNNING -> "be running";
      case ENDED -> "have ended";
    };
  }

  /** After <i>but</i>. */
  static String actual(Optional<ProcessStatus> status) {
    return status
        .map(
            each ->
                switch (each) {
                  case EARLY -> "waits for its start";
                  case RUNNING -> "is running";
                  case ENDED -> "has ended";
                })
        .orElse("has not started");
  }
}
