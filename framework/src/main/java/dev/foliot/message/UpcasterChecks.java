package dev.foliot.message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds upcasters that would make a stored message unreadable, or misread it (R38). */
final class UpcasterChecks {
  private final MessageTypes types;
  private final Map<TypeVersion, Upcaster> steps;
  private final List<String> problems = new ArrayList<>();

  UpcasterChecks(MessageTypes types, Map<TypeVersion, Upcaster> steps) {
    this.types = types;
    this.steps = steps;
  }

  /** Returns all problems, each as a whole sentence with the remedy. */
  List<String> problems() {
    List<TypeVersion> sorted =
        steps.keySet().stream()
            .sorted(Comparator.comparing(TypeVersion::type).thenComparingInt(TypeVersion::version))
            .toList();
    sorted.forEach(from -> checkSource(from, upcasterOf(from)));
    sorted.forEach(from -> checkTargets(from, upcasterOf(from)));
    sorted.stream().map(from -> from.withVersion(1)).distinct().forEach(this::checkGaps);
    checkCycles(sorted);
    return problems;
  }

  private Upcaster upcasterOf(TypeVersion from) {
    Upcaster upcaster = steps.get(from);
    if (upcaster == null) {
      throw new IllegalArgumentException("No upcaster from " + from);
    }
    return upcaster;
  }

  private Optional<MessageType> declared(TypeVersion type) {
    return types.find(type.kind(), type.name());
  }

  private void checkSource(TypeVersion from, Upcaster upcaster) {
    if (from.kind() == MessageKind.QUERY) {
      problems.add("%s upcasts %s, but queries are not stored.".formatted(upcaster.method(), from));
    }
    if (from.version() < 1) {
      problems.add("%s upcasts %s, but versions start at 1.".formatted(upcaster.method(), from));
    }
    declared(from)
        .filter(today -> from.version() >= today.version())
        .ifPresent(
            today ->
                problems.add(
                    "%s upcasts %s, but %s is declared with version %s, so messages of the current version would be converted too. Raise the version of the class, or remove the class if the type is gone."
                        .formatted(
                            upcaster.method(), from, today.javaType().getName(), today.version())));
  }

  private void checkTargets(TypeVersion from, Upcaster upcaster) {
    for (String name : upcaster.as()) {
      TypeVersion target = types.today(from.kind(), name, upcaster.to());
      if (declared(target).isEmpty() && steps.keySet().stream().noneMatch(isOfTypeOf(target))) {
        problems.add(
            "%s makes %s of %s, which has neither a class nor an upcaster of its own; known are %s. Correct the name."
                .formatted(upcaster.method(), target.type(), from, types.names(from.kind())));
      } else if (!upcaster.splits()) {
        checkTargetVersion(from, target, upcaster);
      }
    }
  }

  private void checkTargetVersion(TypeVersion from, TypeVersion target, Upcaster upcaster) {
    Optional<MessageType> today = declared(target);
    if (target.name().equals(from.name()) && target.version() <= from.version()) {
      problems.add(
          "%s upcasts %s to version %s. The version must rise."
              .formatted(upcaster.method(), from, target.version()));
    } else if (today.isPresent() && target.version() > today.get().version()) {
      problems.add(
          "%s makes %s of %s, but %s is declared with version %s. Raise the version of the class, or correct the upcaster's."
              .formatted(
                  upcaster.method(),
                  target,
                  from,
                  today.get().javaType().getName(),
                  today.get().version()));
    } else if (!target.name().equals(from.name()) && !leadsOn(target, today)) {
      problems.add(
          "%s makes %s of %s, from where no upcaster leads on to %s. Add one, or let this one make a later version."
              .formatted(
                  upcaster.method(),
                  target,
                  from,
                  today.map(type -> "version " + type.version()).orElse("a class of today")));
    }
  }

  private boolean leadsOn(TypeVersion target, Optional<MessageType> today) {
    return steps.containsKey(target)
        || today
            .map(
                type ->
                    type.version() == target.version()
                        || steps.keySet().stream().noneMatch(isOfTypeOf(target)))
            .orElse(false);
  }

  private static Predicate<TypeVersion> isOfTypeOf(TypeVersion other) {
    return each -> each.kind() == other.kind() && each.name().equals(other.name());
  }

  /** Each version before the current one has an upcaster, or is skipped by one. */
  private void checkGaps(TypeVersion type) {
    List<TypeVersion> froms = steps.keySet().stream().filter(isOfTypeOf(type)).toList();
    Optional<MessageType> today = declared(type);
    int last =
        today
            .map(each -> each.version() - 1)
            .orElseGet(() -> froms.stream().mapToInt(this::ownTarget).max().orElse(0));
    List<Integer> missing =
        IntStream.rangeClosed(1, last)
            .filter(version -> !steps.containsKey(type.withVersion(version)))
            .filter(version -> isReached(froms, version) || !isPassed(froms, version))
            .boxed()
            .toList();
    missing.forEach(version -> problems.add(gap(type, version, today)));
  }

  /** A name without a class may be a removed type, or a name that never existed. */
  private String gap(TypeVersion type, int version, Optional<MessageType> today) {
    String gap =
        "%s has upcasters, but none from version %s".formatted(capitalised(type.type()), version);
    return today
        .map(
            each ->
                "%s (today's is %s). Add a method with @Upcasts(name = \"%s\", from = %s, …)."
                    .formatted(gap, each.version(), type.name(), version))
        .orElseGet(
            () ->
                "%s, and no class has this name; known are %s. Correct the name, or, if the type is gone, add a method with @Upcasts(name = \"%s\", from = %s, as = …)."
                    .formatted(gap, types.names(type.kind()), type.name(), version));
  }

  /**
   * The version to which the upcaster converts inside its own type; its source version if it
   * converts to another type.
   */
  private int ownTarget(TypeVersion from) {
    Upcaster upcaster = upcasterOf(from);
    boolean own =
        !upcaster.splits()
            && types.today(from.kind(), upcaster.as().get(0), 1).name().equals(from.name());
    return own ? upcaster.to() : from.version();
  }

  private boolean isReached(List<TypeVersion> froms, int version) {
    return froms.stream().anyMatch(from -> ownTarget(from) == version);
  }

  private boolean isPassed(List<TypeVersion> froms, int version) {
    return froms.stream().anyMatch(from -> from.version() < version && version < ownTarget(from));
  }

  private static String capitalised(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  // ---- cycles, which only upcasters to other names can make

  private void checkCycles(List<TypeVersion> sorted) {
    Set<TypeVersion> done = new LinkedHashSet<>();
    sorted.forEach(from -> walk(from, new LinkedHashSet<>(), done));
  }

  private void walk(TypeVersion at, Set<TypeVersion> path, Set<TypeVersion> done) {
    if (!path.add(at)) {
      String circle =
          Stream.concat(path.stream().dropWhile(each -> !each.equals(at)), Stream.of(at))
              .map(TypeVersion::toString)
              .collect(Collectors.joining(" → "));
      problems.add("The upcasters go round in a circle: %s. Remove one of them.".formatted(circle));
      return;
    }
    if (done.add(at)) {
      next(at).forEach(target -> walk(target, path, done));
    }
    path.remove(at);
  }

  /** A part of a split may have any version. */
  private List<TypeVersion> next(TypeVersion at) {
    Upcaster upcaster = steps.get(at);
    if (upcaster == null) {
      return List.of();
    }
    return upcaster.as().stream()
        .map(name -> types.today(at.kind(), name, upcaster.to()))
        .flatMap(
            target ->
                upcaster.splits()
                    ? steps.keySet().stream().filter(isOfTypeOf(target)).filter(x -> rises(at, x))
                    : Stream.of(target))
        .filter(target -> rises(at, target))
        .toList();
  }

  /**
   * Whether the step leads to another type or a later version. Other steps are reported already, or
   * refused when a message is read.
   */
  private static boolean rises(TypeVersion at, TypeVersion target) {
    return !at.name().equals(target.name()) || target.version() > at.version();
  }
}
