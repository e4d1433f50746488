package dev.foliot.rebuild;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads from PostgreSQL's catalogue the reasons why tables cannot be exchanged. */
final class PostgresProblems {
  /** The objects of table {@code t} that do not move with it, and the objects that refer to it. */
  private static final String OF_ONE =
      """
      select problem
        from pg_class t
        join pg_namespace n on n.oid = t.relnamespace,
     lateral (
      select case when t.relkind in ('v', 'm')
                  then 'is a view. Name the tables that the projector writes.'
                  when t.relkind = 'p' or t.relispartition
                  then 'is partitioned. Rebuild the projection in place.'
                  when t.relkind <> 'r' or t.relpersistence = 't'
                  then 'is not an ordinary table. Rebuild the projection in place.'
             end
      union all
      select 'inherits from another table, or is inherited from. Rebuild the projection in place.'
       where exists (select 1 from pg_inherits where t.oid in (inhrelid, inhparent))
         and not t.relispartition
      union all
      select 'has row security. Rebuild the projection in place.' where t.relrowsecurity
      union all
      select format('has the trigger %s. Drop it, or rebuild the projection in place.', tgname)
        from pg_trigger
       where tgrelid = t.oid and not tgisinternal
      union all
      select format('has the rule %s. Drop it, or rebuild the projection in place.', rulename)
        from pg_rewrite
       where ev_class = t.oid and t.relkind = 'r'
      union all
      select format('has the extended statistics %s. Drop them, or rebuild the projection in place.', stxname)
        from pg_statistic_ext
       where stxrelid = t.oid
      union all
      select format('is in the publication %s. Take it out, or rebuild the projection in place.', pubname)
        from pg_publication_rel
        join pg_publication p on p.oid = prpubid
       where prrelid = t.oid
      union all
      select format('has the foreign key %s to %s, which is not a table of the projection. Drop the foreign key, or rebuild the projection in place.',
                    conname, confrelid::regclass)
        from pg_constraint
       where contype = 'f' and conrelid = t.oid and confrelid <> all (:tables)
      union all
      select format('is named by the foreign key %s of %s, which is not a table of the projection. Drop the foreign key, or rebuild the projection in place.',
                    conname, conrelid::regclass)
        from pg_constraint
       where contype = 'f' and confrelid = t.oid and conrelid <> all (:tables)
      union all
      select distinct format('is read by the view %s, which would go on reading the former rows. Drop the view, or rebuild the projection in place.',
                             ev_class::regclass)
        from pg_depend
        join pg_rewrite r on classid = 'pg_rewrite'::regclass and objid = r.oid
       where refclassid = 'pg_class'::regclass and refobjid = t.oid and ev_class <> t.oid
      union all
      select distinct format('is used by the function %s. Drop the function, or rebuild the projection in place.', objid::regprocedure)
        from pg_depend
       where classid = 'pg_proc'::regclass
         and (refclassid = 'pg_class'::regclass and refobjid = t.oid
              or refclassid = 'pg_type'::regclass and refobjid = t.reltype)
      union all
      select format('is the type of a column of %s. Change the column, or rebuild the projection in place.', attrelid::regclass)
        from pg_attribute
       where t.reltype <> 0
         and atttypid in (t.reltype, (select typarray from pg_type where oid = t.reltype))
      union all
      select format('belongs to the role %s. Make %s a member of it, because only the owner may move a table.',
                    pg_get_userbyid(t.relowner), current_user)
       where not pg_has_role(current_user, t.relowner, 'USAGE')
      union all
      select format('is in schema %s. Grant create on that schema to %s, because the rebuilt table moves there.',
                    n.nspname, current_user)
       where not has_schema_privilege(current_user, t.relnamespace, 'CREATE')
      ) found (problem)
       where t.oid = :table
         and problem is not null""";

  private final JdbcTemplate jdbc;

  PostgresProblems(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  List<String> of(List<String> tables) {
    List<String> problems = new ArrayList<>(ofDatabase());
    String oids =
        "array[%s]::oid[]"
            .formatted(
                String.join(", ", tables.stream().map(this::oid).flatMap(List::stream).toList()));
    for (String table : tables) {
      List<String> oid = oid(table);
      if (oid.isEmpty()) {
        problems.add(
            "Table %s does not exist in the search path of the connections. Create it, or correct its name."
                .formatted(table));
      } else {
        String sql = OF_ONE.replace(":tables", oids).replace(":table", oid.get(0));
        jdbc.queryForList(sql, String.class)
            .forEach(problem -> problems.add("Table %s %s".formatted(table, problem)));
      }
    }
    return problems;
  }

  private List<String> ofDatabase() {
    return jdbc.queryForList(
        """
        select format('The role %s may not create schemas. Grant create on database %s to it.', current_user, current_database())
         where not has_database_privilege(current_database(), 'CREATE')""",
        String.class);
  }

  /** The oid of the table, if it exists. */
  private List<String> oid(String table) {
    return jdbc.queryForList(
        "select oid::text from pg_class where oid = to_regclass(quote_ident(?))",
        String.class,
        table);
  }
}
