package dev.foliot.crash;

import dev.foliot.message.Metadata;
import dev.foliot.outbox.OutboundMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Every effect of the application, as a row without any constraint, so that one too many shows. A
 * row tells who had it: node, transaction, and the owner and token of each segment as the writer
 * saw them.
 */
final class Ledger {
  private final JdbcTemplate jdbc;
  private final String node;

  Ledger(DataSource database, String node) {
    this.jdbc = new JdbcTemplate(database);
    this.node = node;
  }

  static final List<String> SUBSCRIPTIONS =
      List.of("echoing", "noting", "summing", "failing", "keeping");

  void create() {
    jdbc.execute(
        """
        create table effect (seq bigserial primary key, subscription text, message_id uuid,
          sequence text, node text, xid bigint default pg_current_xact_id()::text::bigint,
          owners text, at timestamptz default clock_timestamp());
        create table last_version (stream text primary key, version bigint);
        create table disorder (stream text, last bigint, version bigint, node text);
        create table group_sum (group_id text primary key, total bigint);
        create table attempt (seq bigserial primary key, message_id uuid, attempt int, node text);
        create table published (seq bigserial primary key, message_key text, number bigint, node text);
        create index on effect (subscription, message_id);
        create index on attempt (message_id)""");
    noteCounts();
  }

  /** Each count of attempts that a node commits; Foliot's tables exist. */
  private void noteCounts() {
    jdbc.execute(
        """
        create table counted (seq bigserial primary key, message_id uuid, attempts int);
        create index on counted (message_id);
        create function note_count() returns trigger language plpgsql as $$
        begin
          insert into counted (message_id, attempts) values (new.message_id, new.attempts);
          return null;
        end $$;
        create trigger note_count after insert or update on foliot_held
          for each row when (new.status <> 'going_on') execute function note_count()""");
  }

  /**
   * A database that is slow to commit now and then, and refuses a few commits: later positions are
   * committed before earlier ones, and some positions never are.
   */
  void makeCommitsUnsteady() {
    jdbc.execute(
        """
        create function unsteady() returns trigger language plpgsql as $$
        begin
          if random() < 0.05 then perform pg_sleep(random() * 0.02); end if;
          if random() < 0.003 then
            raise exception 'refused, as now and then' using errcode = '40001';
          end if;
          return null;
        end $$;
        create constraint trigger unsteady after insert on foliot_message
          deferrable initially deferred for each row execute function unsteady()""");
  }

  /** In the handler's transaction; those of one sequence must be in log order. */
  void effect(String subscription, Metadata metadata, String sequence) {
    jdbc.update(
        """
        insert into effect (subscription, message_id, sequence, node, owners)
        values (?, ?, ?, ?, (select string_agg(segment || ':' || coalesce(owner, '-') || '#' || token, ' ')
          from foliot_segment where subscription = ?))""",
        subscription,
        metadata.id(),
        sequence,
        node,
        subscription);
  }

  void last(String stream, long version) {
    List<Long> before =
        jdbc.queryForList("select version from last_version where stream = ?", Long.class, stream);
    long last = before.isEmpty() ? 0 : before.get(0);
    if (version != last + 1) {
      jdbc.update("insert into disorder values (?, ?, ?, ?)", stream, last, version, node);
    }
    jdbc.update(
        before.isEmpty()
            ? "insert into last_version (version, stream) values (?, ?)"
            : "update last_version set version = ? where stream = ?",
        version,
        stream);
  }

  void addTo(String group) {
    List<Long> before =
        jdbc.queryForList("select total from group_sum where group_id = ?", Long.class, group);
    jdbc.update(
        before.isEmpty()
            ? "insert into group_sum (total, group_id) values (?, ?)"
            : "update group_sum set total = ? where group_id = ?",
        before.isEmpty() ? 1 : before.get(0) + 1,
        group);
  }

  /** Outside of any transaction, so that it stays. */
  void attempt(UUID message, int attempt) {
    jdbc.update(
        "insert into attempt (message_id, attempt, node) values (?, ?, ?)", message, attempt, node);
  }

  /** One message in eight fails, until its error method was asked some times. */
  void failNowAndThen(Metadata metadata) {
    int chance = Math.floorMod(metadata.id().hashCode(), 24);
    int failures = chance < 3 ? chance + 1 : 0;
    if (failures > 0 && attemptsSeen(metadata.id()) < failures) {
      throw new IllegalStateException("fails, as it does now and then");
    }
  }

  private int attemptsSeen(UUID message) {
    return jdbc.queryForObject(
        "select count(*) from attempt where message_id = ?", Integer.class, message);
  }

  /** Outside of any transaction, as a broker is. */
  void published(OutboundMessage message) {
    jdbc.update(
        "insert into published (message_key, number, node) values (?, (?::json ->> 'number')::bigint, ?)",
        message.key(),
        message.json(),
        node);
  }

  long effects() {
    return jdbc.queryForObject("select count(*) from effect", Long.class);
  }

  /** What a subscription has still to do, and what it did more than once. */
  List<String> imbalances() {
    List<String> found = new ArrayList<>();
    for (String subscription : SUBSCRIPTIONS) {
      found.addAll(
          jdbc.query(
              """
              select m.position, m.category || '-' || m.stream || ' v' || m.stream_version, m.id, count(e.seq)
              from foliot_message m left join effect e on e.message_id = m.id and e.subscription = ?
              where m.type = 'counted' or (m.type = 'echoed' and ?)
              group by m.position having count(e.seq) <> 1 order by m.position""",
              (row, n) ->
                  "%s: position %d, %s, %d times%s"
                      .formatted(
                          subscription,
                          row.getLong(1),
                          row.getString(2),
                          row.getInt(4),
                          history(subscription, row.getObject(3, UUID.class))),
              subscription,
              !subscription.equals("echoing") && !subscription.equals("failing")));
    }
    return found;
  }

  private String history(String subscription, UUID message) {
    List<String> rows =
        jdbc.query(
            "select node, xid, at, owners from effect where subscription = ? and message_id = ? order by seq",
            (row, n) ->
                "\n    by %s in transaction %d at %s; owners %s"
                    .formatted(
                        row.getString(1), row.getLong(2), row.getString(3), row.getString(4)),
            subscription,
            message);
    return String.join("", rows);
  }

  /** What will come to an end if the engines work. */
  List<String> unfinished() {
    List<String> found = new ArrayList<>();
    check(found, "held", "select subscription, held_key, status, attempts from foliot_held");
    check(
        found,
        "not published",
        """
        select stream, stream_version from foliot_message where type = 'echoed'
        and not exists (select 1 from published where number = stream_version and message_key = 'echo-' || stream)""");
    return found;
  }

  /** The owners and their positions, and the sessions of the database. */
  String progress() {
    List<String> found = new ArrayList<>();
    check(found, "now", "select current_timestamp");
    check(found, "node", "select node, lease_until from foliot_node");
    check(found, "segment", "select subscription, owner, token from foliot_segment");
    check(found, "checkpoint", "select subscription, lane, position, token from foliot_checkpoint");
    check(
        found,
        "session",
        """
        select pid, state, xact_start, pg_blocking_pids(pid) as blocked_by, left(query, 100) as query
        from pg_stat_activity where datname = current_database()""");
    return String.join("\n", found);
  }

  /** Everything else that must not be, when all is done. */
  List<String> contradictions() {
    List<String> found = new ArrayList<>();
    check(
        found,
        "out of order",
        """
        select * from (
          select subscription, sequence, position, node, xid,
            lag(position, 1, 0) over (partition by subscription, sequence order by seq) as before
          from effect join foliot_message on id = message_id) e where position < before""");
    check(found, "handled out of order", "select * from disorder");
    check(
        found,
        "not echoed once",
        """
        select c.stream, c.stream_version, count(e.position) from foliot_message c
        left join foliot_message e on e.type = 'echoed' and e.payload::json ->> 'counterId' = c.stream
          and (e.payload::json ->> 'counted')::bigint = c.stream_version
        where c.type = 'counted' group by c.stream, c.stream_version having count(e.position) <> 1""");
    check(
        found,
        "echoed out of order",
        """
        select * from (select position, payload::json ->> 'counterId', (payload::json ->> 'counted')::bigint as counted,
            lag((payload::json ->> 'counted')::bigint, 1, 0)
              over (partition by payload::json ->> 'counterId' order by position) as before
          from foliot_message where type = 'echoed') e where counted <> before + 1""");
    check(
        found,
        "wrong sum",
        """
        select group_id, total, events from group_sum left join (
          select payload::json ->> 'groupId' as id, count(*) as events from foliot_message group by 1) m
          on m.id = group_id where total is distinct from events""");
    checkAttempts(found);
    check(
        found,
        "published out of order",
        """
        select * from (select message_key, number, lag(number, 1, 0) over (partition by message_key order by seq) as before
          from (select message_key, number, min(seq) as seq from published group by 1, 2) firsts) p
        where number <> before + 1""");
    return found;
  }

  /**
   * The stored counts go on one by one (R25). A node that stalled may ask its error method with the
   * last count that it has read; this decision is never stored, so each call needs its own node's
   * order, and a stored count before it.
   */
  private void checkAttempts(List<String> found) {
    check(
        found,
        "attempts counted backwards, or from their start again",
        """
        select * from (select message_id, attempts,
            lag(attempts, 1, 0) over (partition by message_id order by seq) as before
          from counted) c where attempts not in (before, before + 1)""");
    check(
        found,
        "attempt counted that was none",
        """
        select * from counted c where attempts > 0 and not exists (
          select 1 from attempt a where a.message_id = c.message_id and a.attempt = c.attempts)""");
    check(
        found,
        "attempt that nothing stored leads to",
        """
        select * from attempt a where attempt > 1 and not exists (
          select 1 from counted c where c.message_id = a.message_id and c.attempts = a.attempt - 1)""");
    check(
        found,
        "attempts of one node went backwards",
        """
        select * from (select message_id, attempt, node,
            lag(attempt, 1, 0) over (partition by message_id, node order by seq) as before
          from attempt) a where attempt < before""");
  }

  private void check(List<String> found, String what, String sql) {
    jdbc.queryForList(sql).forEach(row -> found.add(what + ": " + row));
  }
}
