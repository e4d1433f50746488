package dev.foliot.commandline;

import dev.foliot.message.Given;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.springframework.boot.ApplicationArguments;

/**
 * The words and the options that a person has typed, as Spring reads them. An option with a dot in
 * its name is a property of the application, and not an option of a command.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class CommandLine {
  private static final String FOLIOT = "foliot";
  private static final String OPTION = "--";

  private final ApplicationArguments arguments;
  private final List<String> words;

  /**
   * @param arguments of an application whose command line is a command
   */
  public CommandLine(ApplicationArguments arguments) {
    this.arguments = arguments;
    List<String> all = arguments.getNonOptionArgs();
    this.words = all.subList(1, all.size());
  }

  /** Whether the first word is {@code foliot}; if not, the application starts as always. */
  static boolean isCommand(String... arguments) {
    return Stream.of(arguments)
        .filter(argument -> !argument.startsWith(OPTION))
        .findFirst()
        .filter(FOLIOT::equals)
        .isPresent();
  }

  /** All words after {@code foliot}. */
  public List<String> words() {
    return words;
  }

  /**
   * The word at that place after {@code foliot}.
   *
   * @param what the name of the word, for the error if it is missing
   */
  public String word(int index, String what) {
    if (index >= words.size()) {
      throw new WrongUsageException("Missing: %s.".formatted(what));
    }
    return words.get(index);
  }

  /** The value of an option. */
  public Optional<String> option(String name) {
    return has(name) ? Optional.of(value(name)) : Optional.empty();
  }

  /** The last value if the option was typed twice; empty for an option without a value. */
  private String value(String name) {
    List<String> values = arguments.getOptionValues(name);
    return values == null || values.isEmpty() ? "" : values.get(values.size() - 1);
  }

  /** Whether an option was typed. */
  public boolean has(String name) {
    return arguments.containsOption(name);
  }

  /** Whether an option without a value is set. With the value {@code false}, it is not set. */
  public boolean flag(String name) {
    if (!has(name)) {
      return false;
    }
    return switch (value(name)) {
      case "", "true" -> true;
      case "false" -> false;
      default ->
          throw new WrongUsageException(
              "--%s is set without a value, or with true or false, not with \"%s\"."
                  .formatted(name, value(name)));
    };
  }

  /** The value of an option that must be there. */
  public String required(String name) {
    return option(name)
        .filter(value -> !value.isBlank())
        .orElseThrow(() -> new WrongUsageException("Missing: --%s=….".formatted(name)));
  }

  /** The option as a number. */
  public long number(String name, long otherwise) {
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

  /** The maximum number of lines; a number that is too large for a list counts as the largest. */
  public int limit(int otherwise) {
    return Math.min(count("limit", otherwise), Given.MAX_LISTED);
  }

  /** A number of things; a number that is too large for an int counts as the largest. */
  public int count(String name, int otherwise) {
    return (int) Math.min(number(name, otherwise), Integer.MAX_VALUE);
  }

  /** Refuses unknown options: a misspelt option would be ignored, with an unintended effect. */
  public void allow(int mostWords, String... names) {
    for (String name : arguments.getOptionNames()) {
      if (!name.contains(".") && !List.of(names).contains(name)) {
        throw new WrongUsageException(
            "--%s is not an option of foliot %s.".formatted(name, words.get(0)));
      }
    }
    if (words.size() > mostWords) {
      throw new WrongUsageException("\"%s\" is not expected.".formatted(words.get(mostWords)));
    }
  }
}
