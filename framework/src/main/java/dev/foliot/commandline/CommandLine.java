package dev.foliot.commandline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody has typed: words, and options such as {@code --reason=…}. Options with a dot in
 * their name are properties of the application, and not looked at here.
 *
 * @param words after {@code foliot}
 * @param options by name
 */
record CommandLine(List<String> words, Map<String, String> options) {
  private static final String FOLIOT = "foliot";
  private static final String OPTION = "--";

  CommandLine {
    words = List.copyOf(words);
    options = Map.copyOf(options);
  }

  /** Empty if the first word is another one: then the application starts as always. */
  static Optional<CommandLine> of(String... arguments) {
    List<String> words = new ArrayList<>();
    Map<String, String> options = new LinkedHashMap<>();
    for (String argument : arguments) {
      if (!argument.startsWith(OPTION)) {
        words.add(argument);
      } else if (!nameOf(argument).contains(".")) {
        int equals = argument.indexOf('=');
        options.put(nameOf(argument), equals < 0 ? "" : argument.substring(equals + 1));
      }
    }
    return words.isEmpty() || !words.get(0).equals(FOLIOT)
        ? Optional.empty()
        : Optional.of(new CommandLine(words.subList(1, words.size()), options));
  }

  private static String nameOf(String option) {
    int equals = option.indexOf('=');
    return option.substring(OPTION.length(), equals < 0 ? option.length() : equals);
  }

  /** The word at that place after {@code foliot}. */
  String word(int index, String what) {
    if (index >= words.size()) {
      throw new WrongUsageException("Say %s.".formatted(what));
    }
    return words.get(index);
  }

  Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  boolean has(String name) {
    return options.containsKey(name);
  }

  String required(String name) {
    return option(name)
        .filter(value -> !value.isBlank())
        .orElseThrow(() -> new WrongUsageException("Say --%s=….".formatted(name)));
  }

  /** The option as a number. */
  long number(String name, long otherwise) {
    return option(name)
        .map(
            value -> {
              if (!value.matches("\\d{1,18}")) {
                throw new WrongUsageException(
                    "--%s must be a number, not \"%s\".".formatted(name, value));
              }
              return Long.parseLong(value);
            })
        .orElse(otherwise);
  }

  /** A misspelt option would be passed over, and something else be done than was meant. */
  void allow(int mostWords, String... names) {
    for (String name : options.keySet()) {
      if (!List.of(names).contains(name)) {
        throw new WrongUsageException(
            "--%s is no option of foliot %s.".formatted(name, words.get(0)));
      }
    }
    if (words.size() > mostWords) {
      throw new WrongUsageException("\"%s\" is too much.".formatted(words.get(mostWords)));
    }
  }
}
