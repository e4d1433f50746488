package dev.foliot.autoconfigure.web;

import java.lang.reflect.Method;
import java.util.Objects;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.context.request.NativeWebRequest;

/**
 * A header of the current response. Foliot is compiled without the servlet API: an application with
 * the API on its class path is a web application, but Foliot's own tests are not.
 */
final class ResponseHeader {
  private static final String RESPONSE = "jakarta.servlet.http.HttpServletResponse";

  private final Object response;
  private final Method setHeader;
  private final String name;

  private ResponseHeader(Object response, Method setHeader, String name) {
    this.response = response;
    this.setHeader = setHeader;
    this.name = name;
  }

  static ResponseHeader of(NativeWebRequest request, String name) {
    Object response = Objects.requireNonNull(request.getNativeResponse(), "the response");
    Class<?> type = ClassUtils.resolveClassName(RESPONSE, response.getClass().getClassLoader());
    Method setHeader =
        Objects.requireNonNull(
            ReflectionUtils.findMethod(type, "setHeader", String.class, String.class));
    return new ResponseHeader(response, setHeader, name);
  }

  /** Has no effect once the response is on its way. */
  void set(String value) {
    ReflectionUtils.invokeMethod(setHeader, response, name, value);
  }
}
