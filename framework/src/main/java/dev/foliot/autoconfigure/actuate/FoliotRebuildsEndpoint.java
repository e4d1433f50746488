package dev.foliot.autoconfigure.actuate;

import dev.foliot.engine.ReplayFailedException;
import dev.foliot.failure.ErrorText;
import dev.foliot.rebuild.CompareOptions;
import dev.foliot.rebuild.RebuildMode;
import dev.foliot.rebuild.RebuildOptions;
import dev.foliot.rebuild.RebuildRefusedException;
import dev.foliot.rebuild.Rebuilds;
import dev.foliot.rebuild.ShadowTablesRefusedException;
import dev.foliot.rebuild.TablesInUseException;
import dev.foliot.rebuild.UnknownRebuildException;
import java.security.Principal;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * The rebuilds by HTTP, at {@code /actuator/foliotrebuilds}. It is read-only, unless {@code
 * management.endpoint.foliotrebuilds.access=unrestricted} allows changes. A refusal is answered
 * with the status 400, 404 or 409 and the text as {@code error}.
 */
@WebEndpoint(id = "foliotrebuilds", defaultAccess = Access.READ_ONLY)
final class FoliotRebuildsEndpoint {
  private static final CompareOptions STANDARD = CompareOptions.standard();
  private static final int CONFLICT = 409;
  private static final String NOBODY = "actuator";

  private final Rebuilds rebuilds;

  FoliotRebuildsEndpoint(Rebuilds rebuilds) {
    this.rebuilds = rebuilds;
  }

  @ReadOperation
  WebEndpointResponse<Object> list() {
    return answer(() -> Map.of("rebuilds", rebuilds.list()));
  }

  @ReadOperation
  WebEndpointResponse<Object> show(@Selector long id) {
    return answer(() -> rebuilds.show(id));
  }

  /**
   * @param action start, compare, cancel, switch, roll-back or drop
   * @param projector for start and compare: the name of a projector of the projection
   * @param inPlace for start: whether the live rows are deleted and filled again
   * @param archive for start and compare: whether archived events are handled too
   * @param switches for start: false if a person switches
   * @param id for the other actions: the rebuild
   * @param by for start: the person, if no user is logged in
   * @param batchSizes for compare, as {@link CompareOptions#batchSizes()}
   * @param ignoring for compare: columns that are not compared
   * @param limit for compare: how many differences at most
   */
  @WriteOperation
  WebEndpointResponse<Object> change(
      SecurityContext security,
      @Selector String action,
      @Nullable String projector,
      @Nullable Boolean inPlace,
      @Nullable Boolean archive,
      @Nullable Boolean switches,
      @Nullable Long id,
      @Nullable String by,
      Integer @Nullable [] batchSizes,
      String @Nullable [] ignoring,
      @Nullable Integer limit) {
    return answer(
        () ->
            switch (action) {
              case "start" ->
                  rebuilds.start(
                      projector == null ? "" : projector,
                      new RebuildOptions(
                          Boolean.TRUE.equals(inPlace) ? RebuildMode.IN_PLACE : RebuildMode.BESIDE,
                          !Boolean.FALSE.equals(switches),
                          Boolean.TRUE.equals(archive),
                          who(security, by)));
              case "compare" ->
                  rebuilds.compare(
                      projector == null ? "" : projector,
                      options(batchSizes, ignoring, limit, Boolean.TRUE.equals(archive)));
              case "cancel" -> rebuilds.cancel(required(id));
              case "switch" -> rebuilds.switchOver(required(id));
              case "roll-back" -> rebuilds.rollBack(required(id));
              case "drop" -> rebuilds.dropFormer(required(id));
              default ->
                  throw new IllegalArgumentException(
                      "\"%s\" is not an action of a rebuild; use one of start, compare, cancel, switch, roll-back, drop."
                          .formatted(action));
            });
  }

  private static CompareOptions options(
      Integer @Nullable [] batchSizes,
      String @Nullable [] ignoring,
      @Nullable Integer limit,
      boolean archive) {
    CompareOptions given = archive ? STANDARD.withArchive() : STANDARD;
    given = batchSizes == null ? given : given.batchSizes(batchSizes);
    given = ignoring == null ? given : given.ignoring(ignoring);
    return limit == null ? given : given.limit(limit);
  }

  private static long required(@Nullable Long id) {
    if (id == null) {
      throw new IllegalArgumentException("Missing: the id of a rebuild.");
    }
    return id;
  }

  /** The logged-in user, if there is one; the given name is ignored then. */
  private static String who(SecurityContext security, @Nullable String by) {
    Principal principal = security.getPrincipal();
    if (principal != null) {
      return principal.getName();
    }
    return by == null || by.isBlank() ? NOBODY : by;
  }

  private static WebEndpointResponse<Object> answer(Supplier<Object> question) {
    try {
      return new WebEndpointResponse<>(question.get());
    } catch (IllegalArgumentException e) {
      return refused(e, WebEndpointResponse.STATUS_BAD_REQUEST);
    } catch (UnknownRebuildException e) {
      return refused(e, WebEndpointResponse.STATUS_NOT_FOUND);
    } catch (RebuildRefusedException
        | ShadowTablesRefusedException
        | TablesInUseException
        | ReplayFailedException e) {
      return refused(e, CONFLICT);
    }
  }

  private static WebEndpointResponse<Object> refused(RuntimeException refusal, int status) {
    return new WebEndpointResponse<>(
        Map.of("error", String.valueOf(ErrorText.message(refusal))), status);
  }
}
