package dev.foliot.rebuild;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A sequence that belongs to a column of type {@code serial}. The live table and its copy take
 * their ids from the same sequence. So the sequence must not move or be dropped with the former
 * table.
 *
 * @param name with its schema, as SQL writes it
 * @param column with table and schema, as SQL writes it
 */
record OwnedSequence(String name, String column) {
  static List<OwnedSequence> of(JdbcTemplate jdbc, LiveTable table) {
    return jdbc.query(
        """
        select d.objid::regclass::text, a.attname
          from pg_depend d
          join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
          join pg_class s on s.oid = d.objid
         where d.classid = 'pg_class'::regclass
           and d.refclassid = 'pg_class'::regclass
           and d.refobjid = ?::regclass
           and d.deptype = 'a'
           and s.relkind = 'S'""",
        (row, number) ->
            new OwnedSequence(
                row.getString(1), table.quoted() + "." + ShadowDialect.quoted(row.getString(2))),
        table.quoted());
  }

  String disown() {
    return "alter sequence %s owned by none".formatted(name);
  }

  String own() {
    return "alter sequence %s owned by %s".formatted(name, column);
  }
}
