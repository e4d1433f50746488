package dev.foliot.crash;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Compares the {@link Orders} with the ledger. Triggers note each end of a command and of a process
 * instance, so that a second end of one shows.
 */
final class OrderChecks {
  private final JdbcTemplate jdbc;

  OrderChecks(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Begins to note ends; Foliot's tables exist. */
  void create() {
    jdbc.execute(
        """
        create table ended (what text, status text);
        create function note_end_of_command() returns trigger language plpgsql as $$
        begin
          insert into ended values ('command ' || new.id, new.status);
          return null;
        end $$;
        create function note_end_of_process() returns trigger language plpgsql as $$
        begin
          insert into ended values ('process ' || new.correlation, new.status);
          return null;
        end $$;
        create trigger note_end after insert or update on foliot_command
          for each row when (new.ended_at is not null) execute function note_end_of_command();
        create trigger note_end after insert or update on foliot_process
          for each row when (new.ended_at is not null) execute function note_end_of_process()""");
  }

  /** The orders that will come to an end if the engines work; those that wait to begin, too. */
  List<String> unfinished() {
    List<String> found = new ArrayList<>();
    check(found, "running", "select correlation from foliot_process where status <> 'ended'");
    check(found, "not run", "select id, type from foliot_command where status = 'submitted'");
    check(found, "waits for its time", "select owner, owner_key, name, due_at from foliot_timer");
    check(found, "waits for its start", "select correlation, type from foliot_process_early");
    check(
        found,
        "not handled",
        """
        select m.position, m.type, m.payload from foliot_message m
        where m.type like '%-order' and not exists (select 1 from effect e where e.message_id = m.id)
        union all
        select m.position, m.type, m.payload from foliot_message m
        where (m.kind = 6 or m.type like 'order-%')
          and not exists (select 1 from effect e where e.message_id = m.id)""");
    return found;
  }

  /** Everything that must not be when all is done. */
  List<String> contradictions(int orders) {
    List<String> found = new ArrayList<>();
    check(
        found,
        "ended more than once, or not well",
        "select what, count(*), min(status) from ended group by what having count(*) <> 1 or min(status) not in ('succeeded', 'ended')");
    check(
        found,
        "not one end for each command",
        """
        select m.id, m.type, c.status from foliot_message m left join foliot_command c on c.id = m.id
        where m.kind = 2 and not exists (select 1 from ended where what = 'command ' || m.id)""");
    check(
        found,
        "effect not there once",
        "select subscription, message_id, count(*) from effect where subscription in ('%s', '%s') group by 1, 2 having count(*) <> 1"
            .formatted(Orders.COMMANDS, Orders.PROCESS));
    check(
        found,
        "sent more than once",
        "select sequence, count(*) from effect where subscription = '%s' group by 1 having count(*) <> 1"
            .formatted(Orders.COMMANDS));
    check(
        found,
        "wrong steps",
        "select correlation, count(*) from foliot_process_transition group by 1 having count(*) <> 4");
    check(
        found,
        "wrong numbers",
        """
        select orders, begun, effects, fired, ended from (select %s as orders, %s / 4 as unpaid) o,
          (select count(*) as begun from foliot_process) p,
          (select count(*) as effects from effect where subscription = '%s') e,
          (select count(*) as fired from foliot_message where kind = 6) t,
          (select count(*) as ended from ended where what like 'process %%') x
        where begun <> orders or fired <> unpaid or ended <> orders
          or effects <> 4 * (orders - unpaid) + 5 * unpaid"""
            .formatted(orders, orders, Orders.COMMANDS));
    return found;
  }

  private void check(List<String> found, String what, String sql) {
    jdbc.queryForList(sql).forEach(row -> found.add(what + ": " + row));
  }
}
