package dev.foliot.autoconfigure.web;

import dev.foliot.consistency.AwaitProjections;
import dev.foliot.consistency.ConsistencyToken;
import dev.foliot.consistency.ReadsProjections;
import dev.foliot.unitofwork.TrackCommits;
import dev.foliot.unitofwork.Transactions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.method.HandlerMethod;

/**
 * The consistency token of requests: a request with a token is handled when the projections have
 * reached it, and the response to a request that commits events has their token. Spring MVC calls
 * it before each method of a controller, so its exceptions are handled like exceptions of the
 * method.
 */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ConsistencyTokens { // not final: an aspect of the application may match every advice
  private static final String HANDLER =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingHandler";
  private static final String DONE = ConsistencyTokens.class.getName();
  private static final int MAX_TOKENS = 10;

  private final AwaitProjections projections;
  private final Transactions transactions;
  private final String header;

  ConsistencyTokens(AwaitProjections projections, Transactions transactions, String header) {
    this.projections = projections;
    this.transactions = transactions;
    this.header = header;
  }

  @ModelAttribute
  void beforeHandler(NativeWebRequest request) {
    boolean isDispatchedAgain = isMarked(request);
    if (!isDispatchedAgain) {
      awaitProjections(request);
    }
    track(request);
  }

  private static boolean isMarked(NativeWebRequest request) {
    boolean marked = request.getAttribute(DONE, RequestAttributes.SCOPE_REQUEST) != null;
    request.setAttribute(DONE, true, RequestAttributes.SCOPE_REQUEST);
    return marked;
  }

  private void awaitProjections(NativeWebRequest request) {
    ConsistencyToken token = tokenOf(request);
    ReadsProjections reads = reads(request);
    if (!token.isEmpty() && (reads == null || reads.value().length > 0)) {
      projections.await(
          token,
          projections.standardTimeout(),
          reads == null ? Set.of() : Set.copyOf(List.of(reads.value())));
    }
  }

  private ConsistencyToken tokenOf(NativeWebRequest request) {
    String[] values = request.getHeaderValues(header);
    ConsistencyToken token = ConsistencyToken.empty();
    for (int i = 0; values != null && i < Math.min(values.length, MAX_TOKENS); i++) {
      token = token.and(ConsistencyToken.parse(values[i].strip()));
    }
    return token;
  }

  private static @Nullable ReadsProjections reads(NativeWebRequest request) {
    if (!(request.getAttribute(HANDLER, RequestAttributes.SCOPE_REQUEST)
        instanceof HandlerMethod handler)) {
      return null;
    }
    ReadsProjections ofMethod = handler.getMethodAnnotation(ReadsProjections.class);
    return ofMethod != null
        ? ofMethod
        : AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), ReadsProjections.class);
  }

  /** The header is set at the commit, before the response is on its way. */
  private void track(NativeWebRequest request) {
    ResponseHeader response = ResponseHeader.of(request, header);
    TrackCommits commits =
        TrackCommits.begin(
            transactions, committed -> response.set(ConsistencyToken.of(committed).toString()));
    // The servlet completes these attributes on this thread. The argument is never completed.
    RequestContextHolder.currentRequestAttributes()
        .registerDestructionCallback(DONE, commits::close, RequestAttributes.SCOPE_REQUEST);
  }
}
