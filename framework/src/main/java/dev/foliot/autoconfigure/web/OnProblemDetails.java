package dev.foliot.autoconfigure.web;

import dev.foliot.autoconfigure.OnTrueProperty;

/** Foliot's key; if it is not set, the key of Spring MVC's problem details. */
final class OnProblemDetails extends OnTrueProperty {
  OnProblemDetails() {
    super("foliot.web.problem-details.enabled", "spring.mvc.problemdetails.enabled");
  }
}
