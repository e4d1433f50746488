/**
 * Foliot's exceptions as HTTP responses, for applications with Spring MVC. Open {@link
 * dev.foliot.autoconfigure.web.ProblemDetails} first: it has the status and the text of each.
 */
@NullMarked
package dev.foliot.autoconfigure.web;

import org.jspecify.annotations.NullMarked;
